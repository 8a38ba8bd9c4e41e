package io.parlance.model.text.jinja;

import io.parlance.model.text.ChatTemplateException;
import io.parlance.model.text.jinja.Token.Kind;
import java.util.List;

/** The tokens of a template, read from front to back. */
final class TokenReader {
    private final List<Token> tokens;
    private int next;

    TokenReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peekSecond() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    Token take() {
        Token token = peek();
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    int line() {
        return peek().line();
    }

    boolean at(Kind kind) {
        return peek().kind() == kind;
    }

    boolean skipOperator(String operator) {
        return skipIf(peek().isOperator(operator));
    }

    boolean skipName(String name) {
        return skipIf(peek().isName(name));
    }

    private boolean skipIf(boolean condition) {
        if (condition) {
            next++;
        }
        return condition;
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw unexpected("'" + name + "'");
        }
    }

    Token expect(Kind kind) {
        if (!at(kind)) {
            throw unexpected(words(kind));
        }
        return take();
    }

    ChatTemplateException unexpected(String expected) {
        Token token = peek();
        String found = token.text().isEmpty() ? words(token.kind()) : "'" + token.text() + "'";
        return TemplateFailure.at(token.line(), "found %s, expected %s".formatted(found, expected));
    }

    private static String words(Kind kind) {
        return switch (kind) {
            case DATA -> "text";
            case BLOCK_BEGIN -> "'{%'";
            case BLOCK_END -> "'%}'";
            case VARIABLE_BEGIN -> "'{{'";
            case VARIABLE_END -> "'}}'";
            case NAME -> "a name";
            case STRING -> "a string";
            case INTEGER, FLOAT -> "a number";
            case OPERATOR -> "an operator";
            case END -> "the template's end";
        };
    }
}
