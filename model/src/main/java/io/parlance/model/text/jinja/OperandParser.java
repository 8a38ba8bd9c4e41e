package io.parlance.model.text.jinja;

import io.parlance.model.text.jinja.Expression.CallArguments;
import io.parlance.model.text.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What operators stand between: names, literals and brackets, with the attributes, subscripts and calls behind them. */
final class OperandParser {
    private final TokenReader tokens;
    private final ExpressionParser expressions;

    OperandParser(TokenReader tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    Expression primary() {
        Token token = tokens.take();
        return switch (token.kind()) {
            case NAME ->
                switch (token.text()) {
                    case "true", "True" -> new Expression.Literal(true);
                    case "false", "False" -> new Expression.Literal(false);
                    case "none", "None" -> new Expression.Literal(null);
                    default -> new Expression.Name(token.text(), token.line());
                };
            case STRING -> strings(token);
            case INTEGER -> integer(token);
            case FLOAT -> new Expression.Literal(Double.valueOf(token.text().replace("_", "")));
            case OPERATOR ->
                switch (token.text()) {
                    case "(" -> parenthesised();
                    case "[" -> new Expression.ListOf(listUpTo("]"));
                    case "{" -> dict();
                    default ->
                        throw TemplateFailure.at(token.line(), "found '%s', expected a value".formatted(token.text()));
                };
            default -> throw TemplateFailure.at(token.line(), "found the end of a tag, expected a value");
        };
    }

    private Expression strings(Token first) {
        StringBuilder value = new StringBuilder(StringLiteral.value(first.text(), first.line()));
        while (tokens.at(Kind.STRING)) {
            value.append(StringLiteral.value(tokens.peek().text(), tokens.take().line()));
        }
        return new Expression.Literal(value.toString());
    }

    private static Expression integer(Token token) {
        try {
            return new Expression.Literal(Long.valueOf(token.text().replace("_", "")));
        } catch (NumberFormatException e) {
            throw TemplateFailure.at(token.line(), "the number %s is too large".formatted(token.text()));
        }
    }

    private Expression parenthesised() {
        if (tokens.skipOperator(")")) {
            return new Expression.TupleOf(List.of());
        }
        Expression inner = expressions.expressionOrTuple();
        tokens.expectOperator(")");
        return inner;
    }

    private List<Expression> listUpTo(String close) {
        List<Expression> items = new ArrayList<>();
        while (!tokens.skipOperator(close)) {
            if (!items.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator(close)) {
                    break;
                }
            }
            items.add(expressions.expression());
        }
        return items;
    }

    private Expression dict() {
        List<Map.Entry<Expression, Expression>> entries = new ArrayList<>();
        while (!tokens.skipOperator("}")) {
            if (!entries.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator("}")) {
                    break;
                }
            }
            Expression key = expressions.expression();
            tokens.expectOperator(":");
            entries.add(Map.entry(key, expressions.expression()));
        }
        return new Expression.DictOf(entries);
    }

    Expression postfix(Expression target) {
        Expression value = target;
        while (true) {
            int line = tokens.line();
            if (tokens.skipOperator(".")) {
                Token name = tokens.take();
                value = switch (name.kind()) {
                    case NAME -> new Expression.Attribute(value, name.text(), line);
                    case INTEGER -> new Expression.Item(value, integer(name), line);
                    default ->
                        throw TemplateFailure.at(line, "found '%s' after '.', expected a name".formatted(name.text()));
                };
            } else if (tokens.skipOperator("[")) {
                value = subscript(value, line);
            } else if (tokens.peek().isOperator("(")) {
                value = new Expression.Call(value, arguments(), line);
            } else {
                return value;
            }
        }
    }

    private Expression subscript(Expression target, int line) {
        Expression from = tokens.peek().isOperator(":") ? null : expressions.expressionOrTuple();
        if (tokens.skipOperator("]")) {
            return new Expression.Item(target, from, line);
        }
        tokens.expectOperator(":");
        Expression to = bound();
        Expression step = tokens.skipOperator(":") ? bound() : null;
        tokens.expectOperator("]");
        return new Expression.Slice(target, from, to, step, line);
    }

    private Expression bound() {
        return tokens.peek().isOperator(":") || tokens.peek().isOperator("]") ? null : expressions.expression();
    }

    CallArguments arguments() {
        tokens.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!tokens.skipOperator(")")) {
            if (!positional.isEmpty() || !named.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator(")")) {
                    break;
                }
            }
            if (tokens.at(Kind.NAME) && tokens.peekSecond().isOperator("=")) {
                String name = tokens.take().text();
                tokens.take();
                named.put(name, expressions.expression());
            } else if (named.isEmpty()) {
                positional.add(expressions.expression());
            } else {
                throw tokens.unexpected("a named argument");
            }
        }
        return new CallArguments(positional, named);
    }
}
