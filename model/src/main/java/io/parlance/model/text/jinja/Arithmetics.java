package io.parlance.model.text.jinja;

import io.parlance.model.text.ChatTemplateException;
import java.util.ArrayList;
import java.util.List;

/** Python's operators on numbers, strings and lists. */
final class Arithmetics {
    private Arithmetics() {}

    static Object negative(Object operand, int line) {
        if (!Python.isNumber(operand)) {
            throw TemplateFailure.at(line, "-%s: not possible".formatted(Python.typeName(operand)));
        }
        return operand instanceof Double d ? (Object) (-d) : (Object) (-Python.toLong(operand));
    }

    static Object compute(String operator, Object left, Object right, int line) {
        if (Python.isNumber(left) && Python.isNumber(right)) {
            boolean whole = !(left instanceof Double) && !(right instanceof Double);
            if (whole && !operator.equals("/")) {
                return integers(operator, Python.toLong(left), Python.toLong(right), line);
            }
            return doubles(operator, Python.toDouble(left), Python.toDouble(right), line);
        }
        if (operator.equals("+") && left instanceof String a && right instanceof String b) {
            return a + b;
        }
        if (operator.equals("+") && left instanceof List<?> a && right instanceof List<?> b) {
            List<Object> both = new ArrayList<>(a);
            both.addAll(b);
            return both;
        }
        if (operator.equals("*") && left instanceof String text && right instanceof Long times) {
            return text.repeat(Math.clamp(times, 0, 10_000));
        }
        throw TemplateFailure.at(
                line, "%s %s %s: not possible".formatted(Python.typeName(left), operator, Python.typeName(right)));
    }

    private static Object integers(String operator, long left, long right, int line) {
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "//" -> Math.floorDiv(left, divisor(right, line));
            case "%" -> Math.floorMod(left, divisor(right, line));
            case "**" -> power(left, right, line);
            default -> throw unknown(operator, line);
        };
    }

    private static long power(long base, long exponent, int line) {
        double value = Math.pow(base, exponent);
        if (exponent < 0 || Math.abs(value) > 1L << 53) {
            throw TemplateFailure.at(line, "%d ** %d: not possible here".formatted(base, exponent));
        }
        return (long) value;
    }

    private static Object doubles(String operator, double left, double right, int line) {
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / nonZero(right, line);
            case "//" -> Math.floor(left / nonZero(right, line));
            default -> throw unknown(operator, line);
        };
    }

    private static long divisor(long value, int line) {
        nonZero(value, line);
        return value;
    }

    private static double nonZero(double value, int line) {
        if (value == 0) {
            throw TemplateFailure.at(line, "division by zero");
        }
        return value;
    }

    private static ChatTemplateException unknown(String operator, int line) {
        return TemplateFailure.at(line, "the operator %s is unknown here for these numbers".formatted(operator));
    }
}
