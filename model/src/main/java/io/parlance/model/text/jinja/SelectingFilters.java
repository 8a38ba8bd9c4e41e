package io.parlance.model.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Filters that take, leave or change the items of a list one by one. */
final class SelectingFilters {
    private SelectingFilters() {}

    /** {@code map('upper')} or {@code map(attribute='name', default=...)}. */
    static Object map(Object value, Arguments arguments) {
        List<Object> mapped = new ArrayList<>();
        boolean byAttribute = arguments.named().containsKey("attribute");
        if (byAttribute) {
            arguments.expect(0, "attribute", "default");
        }
        for (Object item : Python.items(value, arguments.line())) {
            if (byAttribute) {
                Object found = attribute(item, arguments.named().get("attribute"), arguments.line());
                boolean replaced =
                        found instanceof Undefined && arguments.named().containsKey("default");
                mapped.add(replaced ? arguments.named().get("default") : found);
            } else {
                String filter = arguments.requiredString(0, "filter");
                mapped.add(Filters.apply(filter, item, rest(arguments, 1, filter)));
            }
        }
        return mapped;
    }

    static Object select(Object value, Arguments arguments, boolean wanted) {
        List<Object> taken = new ArrayList<>();
        for (Object item : Python.items(value, arguments.line())) {
            if (passes(item, arguments, 0) == wanted) {
                taken.add(item);
            }
        }
        return taken;
    }

    static Object selectByAttribute(Object value, Arguments arguments, boolean wanted) {
        List<Object> taken = new ArrayList<>();
        for (Object item : Python.items(value, arguments.line())) {
            Object found = attribute(item, arguments.required(0, "attribute"), arguments.line());
            if (passes(found, arguments, 1) == wanted) {
                taken.add(item);
            }
        }
        return taken;
    }

    static Object unique(Object value, Arguments arguments) {
        arguments.expect(0);
        List<Object> distinct = new ArrayList<>();
        for (Object item : Python.items(value, arguments.line())) {
            if (!Python.contains(distinct, item, arguments.line())) {
                distinct.add(item);
            }
        }
        return distinct;
    }

    /** Whether a value passes the test whose name stands at {@code index}; without one, whether it is true. */
    private static boolean passes(Object value, Arguments arguments, int index) {
        if (arguments.positional().size() <= index) {
            return Python.isTrue(value);
        }
        String test = arguments.requiredString(index, "test");
        return Tests.apply(test, value, rest(arguments, index + 1, test));
    }

    private static Arguments rest(Arguments arguments, int from, String callee) {
        return new Arguments(
                callee,
                arguments.positional().subList(from, arguments.positional().size()),
                arguments.named(),
                arguments.line());
    }

    /** An attribute by name or number, with dots between for one inside another. */
    static Object attribute(Object item, Object path, int line) {
        if (!(path instanceof String names)) {
            return Attributes.item(item, path, line);
        }
        Object value = item;
        for (String name : names.split("\\.")) {
            if (value instanceof Undefined) {
                return value;
            }
            boolean number = name.matches("\\d{1,9}");
            value = number || value instanceof Map
                    ? Attributes.item(value, number ? (Object) Long.valueOf(name) : name, line)
                    : Attributes.attribute(value, name, line);
        }
        return value;
    }
}
