package io.parlance.model.text.jinja;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What may follow {@code is}. */
final class Tests {
    private static final Map<String, TestFunction> KNOWN = new TreeMap<>(Map.ofEntries(
            Map.entry("defined", (v, a) -> !(v instanceof Undefined)),
            Map.entry("undefined", (v, a) -> v instanceof Undefined),
            Map.entry("none", (v, a) -> v == null),
            Map.entry("string", (v, a) -> v instanceof String),
            Map.entry("mapping", (v, a) -> v instanceof Map),
            Map.entry("sequence", (v, a) -> v instanceof String || v instanceof List || v instanceof Map),
            Map.entry(
                    "iterable",
                    (v, a) -> v instanceof String || v instanceof List || v instanceof Map || v instanceof Undefined),
            Map.entry("number", (v, a) -> Python.isNumber(v)),
            Map.entry("integer", (v, a) -> v instanceof Long),
            Map.entry("float", (v, a) -> v instanceof Double),
            Map.entry("boolean", (v, a) -> v instanceof Boolean),
            Map.entry("true", (v, a) -> Boolean.TRUE.equals(v)),
            Map.entry("false", (v, a) -> Boolean.FALSE.equals(v)),
            Map.entry("callable", (v, a) -> v instanceof TemplateFunction),
            Map.entry("odd", (v, a) -> Math.floorMod(integer(v, a), 2L) == 1),
            Map.entry("even", (v, a) -> Math.floorMod(integer(v, a), 2L) == 0),
            Map.entry("divisibleby", (v, a) -> integer(v, a) % divisor(a) == 0),
            Map.entry("lower", (v, a) -> v instanceof String s && s.equals(s.toLowerCase(Locale.ROOT))),
            Map.entry("upper", (v, a) -> v instanceof String s && s.equals(s.toUpperCase(Locale.ROOT))),
            Map.entry("equalto", Tests::equal),
            Map.entry("eq", Tests::equal),
            Map.entry("==", Tests::equal),
            Map.entry("ne", (v, a) -> !equal(v, a)),
            Map.entry("!=", (v, a) -> !equal(v, a)),
            Map.entry("lt", (v, a) -> compare(v, a) < 0),
            Map.entry("le", (v, a) -> compare(v, a) <= 0),
            Map.entry("gt", (v, a) -> compare(v, a) > 0),
            Map.entry("ge", (v, a) -> compare(v, a) >= 0),
            Map.entry("in", (v, a) -> Python.contains(a.required(0, "container"), v, a.line()))));

    private Tests() {}

    static void requireKnown(String name, int line) {
        if (!KNOWN.containsKey(name)) {
            throw TemplateFailure.at(
                    line,
                    "the test '%s' is unknown here; this build knows %s"
                            .formatted(name, String.join(", ", KNOWN.keySet())));
        }
    }

    static boolean apply(String name, Object value, Arguments arguments) {
        requireKnown(name, arguments.line());
        return KNOWN.get(name).test(value, arguments);
    }

    private static boolean equal(Object value, Arguments arguments) {
        return Python.areEqual(value, arguments.required(0, "other"));
    }

    private static int compare(Object value, Arguments arguments) {
        return Python.compare(value, arguments.required(0, "other"), arguments.line());
    }

    private static long integer(Object value, Arguments arguments) {
        if (value instanceof Long number) {
            return number;
        }
        throw arguments.failure("is asked of %s".formatted(Python.typeName(value)));
    }

    private static long divisor(Arguments arguments) {
        long divisor = arguments.integer(0, "num", 0);
        if (divisor == 0) {
            throw arguments.failure("divides by zero");
        }
        return divisor;
    }

    @FunctionalInterface
    private interface TestFunction {
        boolean test(Object value, Arguments arguments);
    }
}
