package io.parlance.model.text.jinja;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What may follow {@code |}. Those that pick among items are in {@link SelectingFilters}. */
final class Filters {
    private static final Map<String, FilterFunction> KNOWN = new TreeMap<>(Map.ofEntries(
            Map.entry("trim", (v, a) -> StringMethods.strip(Python.str(v), a, true, true)),
            Map.entry("upper", (v, a) -> Python.str(v).toUpperCase(Locale.ROOT)),
            Map.entry("lower", (v, a) -> Python.str(v).toLowerCase(Locale.ROOT)),
            Map.entry("title", (v, a) -> StringMethods.title(Python.str(v))),
            Map.entry("capitalize", (v, a) -> StringMethods.capitalize(Python.str(v))),
            Map.entry("replace", (v, a) -> StringMethods.replace(Python.str(v), a)),
            Map.entry("string", (v, a) -> Python.str(v)),
            Map.entry("safe", (v, a) -> v),
            Map.entry("tojson", Filters::toJson),
            Map.entry("length", (v, a) -> Python.length(v, a.line())),
            Map.entry("count", (v, a) -> Python.length(v, a.line())),
            Map.entry("list", (v, a) -> Python.items(v, a.line())),
            Map.entry("first", (v, a) -> first(Python.items(v, a.line()), "first")),
            Map.entry("last", (v, a) -> first(Python.items(v, a.line()).reversed(), "last")),
            Map.entry("reverse", Filters::reverse),
            Map.entry("join", Filters::join),
            Map.entry("default", Filters::defaultTo),
            Map.entry("d", Filters::defaultTo),
            Map.entry("items", Filters::items),
            Map.entry("dictsort", Filters::dictSort),
            Map.entry("int", Filters::toInteger),
            Map.entry("abs", Filters::absolute),
            Map.entry("indent", Filters::indent),
            Map.entry("unique", (v, a) -> SelectingFilters.unique(v, a)),
            Map.entry("map", SelectingFilters::map),
            Map.entry("select", (v, a) -> SelectingFilters.select(v, a, true)),
            Map.entry("reject", (v, a) -> SelectingFilters.select(v, a, false)),
            Map.entry("selectattr", (v, a) -> SelectingFilters.selectByAttribute(v, a, true)),
            Map.entry("rejectattr", (v, a) -> SelectingFilters.selectByAttribute(v, a, false))));

    private Filters() {}

    static void requireKnown(String name, int line) {
        if (!KNOWN.containsKey(name)) {
            throw TemplateFailure.at(
                    line,
                    "the filter '%s' is unknown here; this build knows %s"
                            .formatted(name, String.join(", ", KNOWN.keySet())));
        }
    }

    static Object apply(String name, Object value, Arguments arguments) {
        requireKnown(name, arguments.line());
        return KNOWN.get(name).apply(value, arguments);
    }

    private static Object first(List<Object> items, String which) {
        return items.isEmpty() ? new Undefined("the %s of nothing".formatted(which)) : items.getFirst();
    }

    private static Object reverse(Object value, Arguments arguments) {
        if (value instanceof String text) {
            return new StringBuilder(text).reverse().toString();
        }
        return new ArrayList<>(Python.items(value, arguments.line()).reversed());
    }

    private static Object toJson(Object value, Arguments arguments) {
        arguments.expect(1, "indent", "ensure_ascii", "separators", "sort_keys");
        if (Python.isTrue(arguments.get(9, "ensure_ascii", false))) {
            throw arguments.failure("with ensure_ascii is unknown here");
        }
        int indent = arguments.get(0, "indent", null) == null ? -1 : (int) arguments.integer(0, "indent", 0);
        String itemSeparator = indent < 0 ? ", " : ",";
        String keySeparator = ": ";
        if (arguments.get(9, "separators", null) instanceof List<?> separators
                && separators.size() == 2
                && separators.get(0) instanceof String items
                && separators.get(1) instanceof String keys) {
            itemSeparator = items;
            keySeparator = keys;
        }
        boolean sortKeys = Python.isTrue(arguments.get(9, "sort_keys", false));
        return new JsonText(indent, itemSeparator, keySeparator, sortKeys, arguments.line()).of(value);
    }

    private static Object join(Object value, Arguments arguments) {
        arguments.expect(2, "d", "attribute");
        String separator = Python.str(arguments.get(0, "d", ""));
        Object attribute = arguments.get(1, "attribute", null);
        List<String> parts = new ArrayList<>();
        for (Object item : Python.items(value, arguments.line())) {
            parts.add(Python.str(
                    attribute == null ? item : SelectingFilters.attribute(item, attribute, arguments.line())));
        }
        return String.join(separator, parts);
    }

    private static Object defaultTo(Object value, Arguments arguments) {
        arguments.expect(2, "default_value", "boolean");
        boolean falseToo = Python.isTrue(arguments.get(1, "boolean", false));
        boolean replaced = value instanceof Undefined || falseToo && !Python.isTrue(value);
        return replaced ? arguments.get(0, "default_value", "") : value;
    }

    private static Object items(Object value, Arguments arguments) {
        return switch (value) {
            case Map<?, ?> map -> Attributes.pairs(map);
            case Undefined u -> List.of();
            case null, default -> throw arguments.failure("is applied to %s".formatted(Python.typeName(value)));
        };
    }

    private static Object dictSort(Object value, Arguments arguments) {
        arguments.expect(0);
        if (!(value instanceof Map<?, ?> map)) {
            throw arguments.failure("is applied to %s".formatted(Python.typeName(value)));
        }
        List<Object> pairs = Attributes.pairs(map);
        pairs.sort(Comparator.comparing(
                pair -> Python.str(((List<?>) pair).getFirst()).toLowerCase(Locale.ROOT)));
        return pairs;
    }

    private static Object toInteger(Object value, Arguments arguments) {
        arguments.expect(1, "default");
        if (Python.isNumber(value)) {
            return value instanceof Double d ? (Object) d.longValue() : (Object) Python.toLong(value);
        }
        if (value instanceof String text && text.strip().matches("[+-]?\\d{1,18}")) {
            return Long.valueOf(text.strip());
        }
        return arguments.get(0, "default", 0L);
    }

    private static Object absolute(Object value, Arguments arguments) {
        return switch (value) {
            case Long n -> Math.abs(n);
            case Double d -> Math.abs(d);
            case null, default -> throw arguments.failure("is applied to %s".formatted(Python.typeName(value)));
        };
    }

    private static Object indent(Object value, Arguments arguments) {
        arguments.expect(3, "width", "first", "blank");
        Object width = arguments.get(0, "width", 4L);
        String blanks = width instanceof String s ? s : " ".repeat((int) arguments.integer(0, "width", 4));
        boolean first = Python.isTrue(arguments.get(1, "first", false));
        boolean emptyLines = Python.isTrue(arguments.get(2, "blank", false));
        StringBuilder out = new StringBuilder();
        String[] lines = Python.str(value).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            boolean indented = i == 0 ? first : emptyLines || !lines[i].isEmpty();
            out.append(i == 0 ? "" : "\n").append(indented ? blanks : "").append(lines[i]);
        }
        return out.toString();
    }

    @FunctionalInterface
    private interface FilterFunction {
        Object apply(Object value, Arguments arguments);
    }
}
