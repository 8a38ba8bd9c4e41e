package io.parlance.model.text.jinja;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Values as Python sees them: truth, equality, order, and how they are written. None is null. */
final class Python {
    private Python() {}

    static boolean isTrue(Object value) {
        return switch (value) {
            case null -> false;
            case Undefined u -> false;
            case Boolean b -> b;
            case String s -> !s.isEmpty();
            case Long n -> n != 0;
            case Double d -> d != 0;
            case Collection<?> c -> !c.isEmpty();
            case Map<?, ?> m -> !m.isEmpty();
            default -> true;
        };
    }

    static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    static double toDouble(Object number) {
        return number instanceof Boolean b ? (b ? 1 : 0) : ((Number) number).doubleValue();
    }

    static long toLong(Object number) {
        return number instanceof Boolean b ? (b ? 1 : 0) : ((Number) number).longValue();
    }

    static boolean areEqual(Object left, Object right) {
        if (isNumber(left) && isNumber(right)) {
            return left instanceof Double || right instanceof Double
                    ? toDouble(left) == toDouble(right)
                    : toLong(left) == toLong(right);
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            if (a.size() != b.size() || a instanceof Tuple != b instanceof Tuple) {
                return false;
            }
            for (int i = 0; i < a.size(); i++) {
                if (!areEqual(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return left == null ? right == null : left.equals(right);
    }

    /** Negative, zero or positive; an error when the two have no order. */
    static int compare(Object left, Object right, int line) {
        if (isNumber(left) && isNumber(right)) {
            return left instanceof Double || right instanceof Double
                    ? Double.compare(toDouble(left), toDouble(right))
                    : Long.compare(toLong(left), toLong(right));
        }
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        throw TemplateFailure.at(line, "%s and %s have no order".formatted(typeName(left), typeName(right)));
    }

    static boolean contains(Object container, Object item, int line) {
        return switch (container) {
            case String s when item instanceof String part -> s.contains(part);
            case Map<?, ?> map -> map.containsKey(item);
            case List<?> list -> list.stream().anyMatch(other -> areEqual(other, item));
            case Undefined u -> false;
            case null, default ->
                throw TemplateFailure.at(line, "%s in %s: not possible".formatted(typeName(item), typeName(container)));
        };
    }

    /** The items that a loop goes through. */
    static List<Object> items(Object value, int line) {
        return switch (value) {
            case List<?> list -> new ArrayList<>(list);
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case String text ->
                new ArrayList<>(text.codePoints().mapToObj(Character::toString).toList());
            case Undefined u -> new ArrayList<>();
            case null, default -> throw TemplateFailure.at(line, "%s has no items".formatted(typeName(value)));
        };
    }

    static long length(Object value, int line) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case Collection<?> items -> items.size();
            case Map<?, ?> map -> map.size();
            case Undefined u -> 0;
            case null, default -> throw TemplateFailure.at(line, "%s has no length".formatted(typeName(value)));
        };
    }

    static String typeName(Object value) {
        return switch (value) {
            case null -> "none";
            case Undefined u -> "undefined " + u.what();
            case String s -> "a string";
            case Boolean b -> "a boolean";
            case Long n -> "a number";
            case Double d -> "a number";
            case List<?> l -> "a list";
            case Map<?, ?> m -> "a mapping";
            default -> "an object";
        };
    }

    /** {@code str(value)}. */
    static String str(Object value) {
        return switch (value) {
            case String text -> text;
            case Undefined u -> "";
            case null, default -> repr(value);
        };
    }

    static String repr(Object value) {
        return switch (value) {
            case null -> "None";
            case Undefined u -> "Undefined";
            case Boolean b -> b ? "True" : "False";
            case String text -> quoted(text);
            case Double d -> number(d);
            case List<?> list -> {
                boolean tuple = list instanceof Tuple;
                String close = tuple ? (list.size() == 1 ? ",)" : ")") : "]";
                StringJoiner items = new StringJoiner(", ", tuple ? "(" : "[", close);
                list.forEach(item -> items.add(repr(item)));
                yield items.toString();
            }
            case Map<?, ?> map -> {
                StringJoiner entries = new StringJoiner(", ", "{", "}");
                map.forEach((key, item) -> entries.add(repr(key) + ": " + repr(item)));
                yield entries.toString();
            }
            default -> String.valueOf(value);
        };
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(quote);
                    } else if (c < 0x20 || c >= 0x7F && c < 0xA0) {
                        out.append("\\x%02x".formatted(c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append(quote).toString();
    }

    /** The shortest digits that mean this number, in Python's layout. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = digits.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String mantissa =
                digits.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString();
        return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
