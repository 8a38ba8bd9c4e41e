package io.parlance.model.text.jinja;

import io.parlance.model.text.jinja.Expression.CallArguments;
import io.parlance.model.text.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Jinja's expressions, the loosest binding first. */
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> NO_TEST_ARGUMENT = Set.of("else", "or", "and", "is", "if", "in", "not");

    private final TokenReader tokens;
    private final OperandParser operands;

    ExpressionParser(TokenReader tokens) {
        this.tokens = tokens;
        this.operands = new OperandParser(tokens, this);
    }

    /** One expression, or several with commas between, which make a tuple. */
    Expression expressionOrTuple() {
        Expression first = expression();
        if (!tokens.peek().isOperator(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (tokens.skipOperator(",")) {
            if (tokens.at(Kind.BLOCK_END)
                    || tokens.at(Kind.VARIABLE_END)
                    || tokens.peek().isOperator(")")) {
                break;
            }
            items.add(expression());
        }
        return new Expression.TupleOf(items);
    }

    Expression expression() {
        Expression value = withoutConditional();
        while (tokens.skipName("if")) {
            Expression condition = withoutConditional();
            Expression otherwise = tokens.skipName("else") ? expression() : null;
            value = new Expression.Conditional(condition, value, otherwise);
        }
        return value;
    }

    /** An expression that an {@code if} after it does not belong to. */
    Expression withoutConditional() {
        Expression left = and();
        while (tokens.skipName("or")) {
            left = new Expression.Or(left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (tokens.skipName("and")) {
            left = new Expression.And(left, not());
        }
        return left;
    }

    private Expression not() {
        return tokens.skipName("not") ? new Expression.Not(not()) : comparison();
    }

    private Expression comparison() {
        int line = tokens.line();
        Expression first = sum();
        List<Expression.Comparand> rest = new ArrayList<>();
        while (true) {
            Token token = tokens.peek();
            if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
                rest.add(new Expression.Comparand(tokens.take().text(), sum()));
            } else if (tokens.skipName("in")) {
                rest.add(new Expression.Comparand("in", sum()));
            } else if (token.isName("not") && tokens.peekSecond().isName("in")) {
                tokens.take();
                tokens.take();
                rest.add(new Expression.Comparand("not in", sum()));
            } else {
                return rest.isEmpty() ? first : new Expression.Comparison(first, rest, line);
            }
        }
    }

    private Expression sum() {
        Expression left = concatenation();
        while (tokens.peek().isOperator("+") || tokens.peek().isOperator("-")) {
            Token operator = tokens.take();
            left = new Expression.Arithmetic(operator.text(), left, concatenation(), operator.line());
        }
        return left;
    }

    private Expression concatenation() {
        Expression left = product();
        while (tokens.skipOperator("~")) {
            left = new Expression.Concatenation(left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = power();
        while (tokens.peek().kind() == Kind.OPERATOR
                && Set.of("*", "/", "//", "%").contains(tokens.peek().text())) {
            Token operator = tokens.take();
            left = new Expression.Arithmetic(operator.text(), left, power(), operator.line());
        }
        return left;
    }

    private Expression power() {
        Expression left = unary(true);
        while (tokens.peek().isOperator("**")) {
            Token operator = tokens.take();
            left = new Expression.Arithmetic(operator.text(), left, unary(true), operator.line());
        }
        return left;
    }

    private Expression unary(boolean withFilters) {
        Token token = tokens.peek();
        Expression value;
        if (tokens.skipOperator("-")) {
            value = new Expression.Negative(unary(false), token.line());
        } else if (tokens.skipOperator("+")) {
            value = unary(false);
        } else {
            value = operands.primary();
        }
        value = operands.postfix(value);
        return withFilters ? filtersAndTests(value) : value;
    }

    private Expression filtersAndTests(Expression target) {
        Expression value = target;
        while (true) {
            if (tokens.skipOperator("|")) {
                value = filter(value);
            } else if (tokens.skipName("is")) {
                value = test(value);
            } else if (tokens.peek().isOperator("(")) {
                value = new Expression.Call(value, operands.arguments(), tokens.line());
            } else {
                return value;
            }
        }
    }

    Expression filter(Expression target) {
        Token name = tokens.expect(Kind.NAME);
        Filters.requireKnown(name.text(), name.line());
        CallArguments arguments = tokens.peek().isOperator("(") ? operands.arguments() : CallArguments.NONE;
        return new Expression.Filter(target, name.text(), arguments, name.line());
    }

    private Expression test(Expression target) {
        boolean negated = tokens.skipName("not");
        Token name = tokens.expect(Kind.NAME);
        Tests.requireKnown(name.text(), name.line());
        Expression test = new Expression.Test(target, name.text(), testArguments(), name.line());
        return negated ? new Expression.Not(test) : test;
    }

    private CallArguments testArguments() {
        Token token = tokens.peek();
        if (token.isOperator("(")) {
            return operands.arguments();
        }
        boolean argument =
                switch (token.kind()) {
                    case STRING, INTEGER, FLOAT -> true;
                    case NAME -> !NO_TEST_ARGUMENT.contains(token.text());
                    case OPERATOR -> token.isOperator("[") || token.isOperator("{");
                    default -> false;
                };
        return argument
                ? new CallArguments(List.of(operands.postfix(operands.primary())), Map.of())
                : CallArguments.NONE;
    }
}
