package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A call of a function that an assistant turn makes, in OpenAI's shape.
 *
 * @param id what the tool turn with the result refers to
 * @param type {@code function}, the only one there is
 */
public record ToolCall(String id, String type, Function function) {
    /** The only type of tool. */
    public static final String FUNCTION = "function";

    public ToolCall {
        Check.text("ToolCall", "id", id);
        Check.text("ToolCall", "type", type);
        Check.present("ToolCall", "function", function);
    }

    /** @param arguments JSON in a text, as models write it */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Function(String name, String arguments) {
        public Function {
            Check.text("ToolCall.Function", "name", name);
            Check.present("ToolCall.Function", "arguments", arguments);
        }
    }
}
