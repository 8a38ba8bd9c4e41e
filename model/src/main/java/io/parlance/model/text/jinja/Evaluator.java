package io.parlance.model.text.jinja;

import io.parlance.model.text.jinja.Expression.CallArguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes expressions. */
final class Evaluator {
    private Evaluator() {}

    static Object value(Expression expression, Scope scope) {
        return switch (expression) {
            case Expression.Literal literal -> literal.value();
            case Expression.Name name -> scope.get(name.name());
            case Expression.ListOf list -> values(list.items(), scope);
            case Expression.TupleOf tuple -> new Tuple(values(tuple.items(), scope));
            case Expression.DictOf dict -> dict(dict, scope);
            case Expression.Attribute a -> Attributes.attribute(value(a.target(), scope), a.name(), a.line());
            case Expression.Item i -> Attributes.item(value(i.target(), scope), value(i.key(), scope), i.line());
            case Expression.Slice slice -> slice(slice, scope);
            case Expression.Call call -> call(call, scope);
            case Expression.Filter f ->
                Filters.apply(
                        f.name(),
                        value(f.target(), scope),
                        arguments("filter " + f.name(), f.arguments(), f.line(), scope));
            case Expression.Test t ->
                Tests.apply(
                        t.name(),
                        value(t.target(), scope),
                        arguments("test " + t.name(), t.arguments(), t.line(), scope));
            case Expression.Not not -> !Python.isTrue(value(not.operand(), scope));
            case Expression.Negative n -> Arithmetics.negative(value(n.operand(), scope), n.line());
            case Expression.And and -> {
                Object left = value(and.left(), scope);
                yield Python.isTrue(left) ? value(and.right(), scope) : left;
            }
            case Expression.Or or -> {
                Object left = value(or.left(), scope);
                yield Python.isTrue(left) ? left : value(or.right(), scope);
            }
            case Expression.Arithmetic a ->
                Arithmetics.compute(a.operator(), value(a.left(), scope), value(a.right(), scope), a.line());
            case Expression.Concatenation c -> Python.str(value(c.left(), scope)) + Python.str(value(c.right(), scope));
            case Expression.Comparison comparison -> comparison(comparison, scope);
            case Expression.Conditional c -> conditional(c, scope);
        };
    }

    private static List<Object> values(List<Expression> expressions, Scope scope) {
        List<Object> values = new ArrayList<>();
        expressions.forEach(item -> values.add(value(item, scope)));
        return values;
    }

    private static Object dict(Expression.DictOf dict, Scope scope) {
        Map<Object, Object> map = new LinkedHashMap<>();
        dict.entries().forEach(entry -> map.put(value(entry.getKey(), scope), value(entry.getValue(), scope)));
        return map;
    }

    private static Object slice(Expression.Slice slice, Scope scope) {
        return Sequences.slice(
                value(slice.target(), scope),
                bound(slice.from(), slice.line(), scope),
                bound(slice.to(), slice.line(), scope),
                bound(slice.step(), slice.line(), scope),
                slice.line());
    }

    private static Long bound(Expression bound, int line, Scope scope) {
        Object value = bound == null ? null : value(bound, scope);
        return switch (value) {
            case null -> null;
            case Long number -> number;
            default -> throw TemplateFailure.at(line, "a slice ends at %s".formatted(Python.typeName(value)));
        };
    }

    private static Object call(Expression.Call call, Scope scope) {
        Object target = value(call.target(), scope);
        String name =
                switch (call.target()) {
                    case Expression.Name n -> n.name();
                    case Expression.Attribute a -> a.name();
                    default -> "this";
                };
        if (target instanceof TemplateFunction function) {
            return function.call(arguments(name, call.arguments(), call.line(), scope));
        }
        throw TemplateFailure.at(call.line(), "'%s' is no function this build knows".formatted(name));
    }

    static Arguments arguments(String callee, CallArguments arguments, int line, Scope scope) {
        Map<String, Object> named = new LinkedHashMap<>();
        arguments.named().forEach((name, argument) -> named.put(name, value(argument, scope)));
        return new Arguments(callee, values(arguments.positional(), scope), named, line);
    }

    private static Object comparison(Expression.Comparison comparison, Scope scope) {
        Object left = value(comparison.first(), scope);
        for (Expression.Comparand comparand : comparison.rest()) {
            Object right = value(comparand.operand(), scope);
            if (!holds(left, comparand.operator(), right, comparison.line())) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private static boolean holds(Object left, String operator, Object right, int line) {
        return switch (operator) {
            case "==" -> Python.areEqual(left, right);
            case "!=" -> !Python.areEqual(left, right);
            case "in" -> Python.contains(right, left, line);
            case "not in" -> !Python.contains(right, left, line);
            case "<" -> Python.compare(left, right, line) < 0;
            case "<=" -> Python.compare(left, right, line) <= 0;
            case ">" -> Python.compare(left, right, line) > 0;
            case ">=" -> Python.compare(left, right, line) >= 0;
            default -> throw new IllegalStateException("comparison " + operator);
        };
    }

    private static Object conditional(Expression.Conditional conditional, Scope scope) {
        if (Python.isTrue(value(conditional.condition(), scope))) {
            return value(conditional.then(), scope);
        }
        return conditional.otherwise() == null
                ? new Undefined("an 'if' without 'else'")
                : value(conditional.otherwise(), scope);
    }
}
