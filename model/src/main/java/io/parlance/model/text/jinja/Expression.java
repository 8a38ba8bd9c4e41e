package io.parlance.model.text.jinja;

import java.util.List;
import java.util.Map;

/** What has a value. Lines are for messages. */
sealed interface Expression {
    record Literal(Object value) implements Expression {}

    record Name(String name, int line) implements Expression {}

    record ListOf(List<Expression> items) implements Expression {}

    record TupleOf(List<Expression> items) implements Expression {}

    record DictOf(List<Map.Entry<Expression, Expression>> entries) implements Expression {}

    record Attribute(Expression target, String name, int line) implements Expression {}

    record Item(Expression target, Expression key, int line) implements Expression {}

    /** Each bound null when it is left out. */
    record Slice(Expression target, Expression from, Expression to, Expression step, int line) implements Expression {}

    record Call(Expression target, CallArguments arguments, int line) implements Expression {}

    record Filter(Expression target, String name, CallArguments arguments, int line) implements Expression {}

    record Test(Expression target, String name, CallArguments arguments, int line) implements Expression {}

    record Not(Expression operand) implements Expression {}

    record Negative(Expression operand, int line) implements Expression {}

    record And(Expression left, Expression right) implements Expression {}

    record Or(Expression left, Expression right) implements Expression {}

    record Arithmetic(String operator, Expression left, Expression right, int line) implements Expression {}

    record Concatenation(Expression left, Expression right) implements Expression {}

    /** {@code a < b < c}: each comparison with the operand before it. */
    record Comparison(Expression first, List<Comparand> rest, int line) implements Expression {}

    record Comparand(String operator, Expression operand) {}

    /** @param otherwise null when there is no else: then undefined */
    record Conditional(Expression condition, Expression then, Expression otherwise) implements Expression {}

    record CallArguments(List<Expression> positional, Map<String, Expression> named) {
        static final CallArguments NONE = new CallArguments(List.of(), Map.of());
    }
}
