package io.parlance.model.text.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What stands behind a dot or in brackets. */
final class Attributes {
    private Attributes() {}

    /** {@code target.name}: a method first, then a key. */
    static Object attribute(Object target, String name, int line) {
        return switch (target) {
            case Undefined u ->
                throw TemplateFailure.at(line, "%s is undefined, so it has no '%s'".formatted(u.what(), name));
            case String text -> StringMethods.find(text, name);
            case Map<?, ?> map -> {
                TemplateFunction method = mapMethod(map, name);
                yield method == null ? key(map, name) : method;
            }
            case List<?> list when name.equals("index") -> (TemplateFunction) a -> indexOf(list, a);
            case List<?> list
            when name.equals("count") ->
                (TemplateFunction) a -> list.stream()
                        .filter(item -> Python.areEqual(item, a.required(0, "value")))
                        .count();
            case Namespace namespace -> namespace.get(name);
            case LoopState loop -> loop.attribute(name, line);
            case null, default -> new Undefined("'%s' of %s".formatted(name, Python.typeName(target)));
        };
    }

    /** {@code target[key]}: undefined when it is not there. */
    static Object item(Object target, Object key, int line) {
        return switch (target) {
            case Undefined u ->
                throw TemplateFailure.at(
                        line, "%s is undefined, so it has no %s".formatted(u.what(), Python.repr(key)));
            case Map<?, ?> map -> key(map, key);
            case Namespace namespace when key instanceof String name -> namespace.get(name);
            case String text when key instanceof Long index -> Sequences.at(text, index, line);
            case List<?> list when key instanceof Long index -> Sequences.at(list, index, line);
            case null, default -> new Undefined("%s of %s".formatted(Python.repr(key), Python.typeName(target)));
        };
    }

    private static Object key(Map<?, ?> map, Object key) {
        return map.containsKey(key) ? map.get(key) : new Undefined(Python.repr(key));
    }

    private static TemplateFunction mapMethod(Map<?, ?> map, String name) {
        return switch (name) {
            case "items" -> a -> pairs(map);
            case "keys" -> a -> new ArrayList<Object>(map.keySet());
            case "values" -> a -> new ArrayList<Object>(map.values());
            case "get" ->
                a -> {
                    Object key = a.required(0, "key");
                    return map.containsKey(key) ? map.get(key) : a.get(1, "default", null);
                };
            default -> null;
        };
    }

    static List<Object> pairs(Map<?, ?> map) {
        List<Object> pairs = new ArrayList<>();
        map.forEach((key, value) -> {
            pairs.add(new Tuple(Arrays.asList(key, value)));
        });
        return pairs;
    }

    private static long indexOf(List<?> list, Arguments arguments) {
        Object wanted = arguments.required(0, "value");
        for (int i = 0; i < list.size(); i++) {
            if (Python.areEqual(list.get(i), wanted)) {
                return i;
            }
        }
        throw arguments.failure("finds no %s".formatted(Python.repr(wanted)));
    }
}
