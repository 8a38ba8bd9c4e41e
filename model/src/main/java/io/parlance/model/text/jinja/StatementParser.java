package io.parlance.model.text.jinja;

import io.parlance.model.text.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Jinja's statements, and the text between them. */
final class StatementParser {
    private static final String KNOWN = "if, for, set, macro, break, continue, generation, raw";

    private final TokenReader tokens;
    private final ExpressionParser expressions;
    private int loops;

    StatementParser(TokenReader tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
    }

    List<Statement> template() {
        List<Statement> statements = upTo(Set.of());
        if (!tokens.at(Kind.END)) {
            throw tokens.unexpected("the template's end");
        }
        return statements;
    }

    /** Statements up to a tag that begins with one of these words; the reader is left before the word. */
    private List<Statement> upTo(Set<String> words) {
        List<Statement> statements = new ArrayList<>();
        while (true) {
            Token token = tokens.take();
            switch (token.kind()) {
                case DATA -> statements.add(new Statement.Text(token.text()));
                case VARIABLE_BEGIN -> {
                    statements.add(new Statement.Output(expressions.expressionOrTuple()));
                    tokens.expect(Kind.VARIABLE_END);
                }
                case BLOCK_BEGIN -> {
                    if (tokens.at(Kind.NAME) && words.contains(tokens.peek().text())) {
                        return statements;
                    }
                    statements.add(statement());
                }
                default -> {
                    if (words.isEmpty() && token.kind() == Kind.END) {
                        return statements;
                    }
                    throw TemplateFailure.at(
                            token.line(),
                            "the template ends, expected {%% %s %%}"
                                    .formatted(String.join(" or ", new TreeSet<>(words))));
                }
            }
        }
    }

    private Statement statement() {
        Token word = tokens.expect(Kind.NAME);
        return switch (word.text()) {
            case "if" -> branch();
            case "for" -> loop(word.line());
            case "set" -> assignment(word.line());
            case "macro" -> macro();
            case "generation" -> new Statement.Scoped(bodyUpTo("endgeneration"));
            case "break" -> loopControl(word, new Statement.Break());
            case "continue" -> loopControl(word, new Statement.Continue());
            default ->
                throw TemplateFailure.at(
                        word.line(), "{%% %s %%} is unknown here; this build knows %s".formatted(word.text(), KNOWN));
        };
    }

    private List<Statement> bodyUpTo(String end) {
        tokens.expect(Kind.BLOCK_END);
        List<Statement> body = upTo(Set.of(end));
        tokens.expectName(end);
        tokens.expect(Kind.BLOCK_END);
        return body;
    }

    private Statement loopControl(Token word, Statement statement) {
        if (loops == 0) {
            throw TemplateFailure.at(word.line(), "{%% %s %%} stands outside a loop".formatted(word.text()));
        }
        tokens.expect(Kind.BLOCK_END);
        return statement;
    }

    /** After {@code if} or {@code elif}. */
    private Statement branch() {
        Expression condition = expressions.expressionOrTuple();
        tokens.expect(Kind.BLOCK_END);
        List<Statement> then = upTo(Set.of("elif", "else", "endif"));
        if (tokens.skipName("elif")) {
            return new Statement.If(condition, then, List.of(branch()));
        }
        List<Statement> otherwise = tokens.skipName("else") ? elseUpTo("endif") : List.of();
        tokens.expectName("endif");
        tokens.expect(Kind.BLOCK_END);
        return new Statement.If(condition, then, otherwise);
    }

    private List<Statement> elseUpTo(String end) {
        tokens.expect(Kind.BLOCK_END);
        return upTo(Set.of(end));
    }

    private Statement loop(int line) {
        List<String> targets = names();
        tokens.expectName("in");
        Expression items = expressions.withoutConditional();
        Expression condition = tokens.skipName("if") ? expressions.expression() : null;
        if (tokens.peek().isName("recursive")) {
            throw TemplateFailure.at(line, "a recursive for is unknown here");
        }
        tokens.expect(Kind.BLOCK_END);
        loops++;
        List<Statement> body = upTo(Set.of("else", "endfor"));
        loops--;
        List<Statement> otherwise = tokens.skipName("else") ? elseUpTo("endfor") : List.of();
        tokens.expectName("endfor");
        tokens.expect(Kind.BLOCK_END);
        return new Statement.For(targets, items, condition, body, otherwise, line);
    }

    private List<String> names() {
        boolean bracketed = tokens.skipOperator("(");
        List<String> names = new ArrayList<>();
        do {
            names.add(tokens.expect(Kind.NAME).text());
        } while (tokens.skipOperator(","));
        if (bracketed) {
            tokens.expectOperator(")");
        }
        return names;
    }

    private Statement assignment(int line) {
        if (tokens.at(Kind.NAME) && tokens.peekSecond().isOperator(".")) {
            String namespace = tokens.take().text();
            tokens.take();
            String attribute = tokens.expect(Kind.NAME).text();
            tokens.expectOperator("=");
            Expression value = expressions.expressionOrTuple();
            tokens.expect(Kind.BLOCK_END);
            return new Statement.AssignAttribute(namespace, attribute, value, line);
        }
        List<String> targets = names();
        if (tokens.skipOperator("=")) {
            Expression value = expressions.expressionOrTuple();
            tokens.expect(Kind.BLOCK_END);
            return new Statement.Assign(targets, value, line);
        }
        if (targets.size() > 1 || tokens.peek().isOperator("|")) {
            throw TemplateFailure.at(line, "a set block with filters or several names is unknown here");
        }
        return new Statement.Capture(targets.getFirst(), bodyUpTo("endset"));
    }

    private Statement macro() {
        String name = tokens.expect(Kind.NAME).text();
        tokens.expectOperator("(");
        List<Statement.Parameter> parameters = new ArrayList<>();
        while (!tokens.skipOperator(")")) {
            if (!parameters.isEmpty()) {
                tokens.expectOperator(",");
            }
            String parameter = tokens.expect(Kind.NAME).text();
            parameters.add(
                    new Statement.Parameter(parameter, tokens.skipOperator("=") ? expressions.expression() : null));
        }
        int outer = loops;
        loops = 0;
        List<Statement> body = bodyUpTo("endmacro");
        loops = outer;
        return new Statement.DefineMacro(name, parameters, body);
    }
}
