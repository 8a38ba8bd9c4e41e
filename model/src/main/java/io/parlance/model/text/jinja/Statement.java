package io.parlance.model.text.jinja;

import java.util.List;

/** What a template does. */
sealed interface Statement {
    record Text(String text) implements Statement {}

    record Output(Expression expression) implements Statement {}

    record If(Expression condition, List<Statement> then, List<Statement> otherwise) implements Statement {}

    /** @param condition null when every item is taken */
    record For(
            List<String> targets,
            Expression items,
            Expression condition,
            List<Statement> body,
            List<Statement> otherwise,
            int line)
            implements Statement {}

    /** @param targets several when a sequence is taken apart */
    record Assign(List<String> targets, Expression value, int line) implements Statement {}

    record AssignAttribute(String namespace, String attribute, Expression value, int line) implements Statement {}

    /** {@code set} as a block: its rendering is the value. */
    record Capture(String target, List<Statement> body) implements Statement {}

    record DefineMacro(String name, List<Parameter> parameters, List<Statement> body) implements Statement {}

    /** Statements with variables of their own. */
    record Scoped(List<Statement> body) implements Statement {}

    record Break() implements Statement {}

    record Continue() implements Statement {}

    /** @param defaultValue null when there is none: then undefined */
    record Parameter(String name, Expression defaultValue) {}
}
