package io.parlance.model.text.jinja;

import io.parlance.model.text.ChatTemplateException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A template that has been read. Immutable and safe for use by many threads. */
public final class JinjaTemplate {
    private final List<Statement> statements;

    private JinjaTemplate(List<Statement> statements) {
        this.statements = statements;
    }

    /** @throws ChatTemplateException with the line of what this build does not know or cannot read */
    public static JinjaTemplate parse(String source) {
        try {
            return new JinjaTemplate(new StatementParser(new TokenReader(new Lexer(source).tokens())).template());
        } catch (StackOverflowError e) {
            throw new ChatTemplateException("the chat template nests its expressions or blocks too deeply");
        }
    }

    /**
     * The text that the template makes of these variables.
     *
     * @param variables strings, booleans, longs, doubles, null, {@link TemplateFunction}s, and lists and maps of these
     * @throws ChatTemplateException when the template calls {@code raise_exception}, or fails
     */
    public String render(Map<String, Object> variables) {
        Scope globals = new Scope(Functions.all(), null);
        try {
            return Interpreter.render(statements, new Scope(new HashMap<>(variables), globals));
        } catch (StackOverflowError e) {
            throw new ChatTemplateException("the chat template calls itself without end");
        }
    }
}
