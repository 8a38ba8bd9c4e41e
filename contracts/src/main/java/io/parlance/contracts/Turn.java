package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One message of a conversation, in OpenAI's names.
 *
 * @param role system, developer, user, assistant or tool
 * @param content the text; empty only where an assistant does nothing but call tools
 * @param toolCalls the functions an assistant calls, else empty
 * @param toolCallId of a tool turn: the call whose result it is; else null
 * @param weight of an assistant turn: 0 keeps it out of the loss, 1 or null trains on it
 */
public record Turn(
        String role,
        String content,

        @JsonProperty("tool_calls") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<ToolCall> toolCalls,

        @JsonProperty("tool_call_id") @JsonInclude(JsonInclude.Include.NON_NULL)
        String toolCallId,

        @JsonInclude(JsonInclude.Include.NON_NULL) Integer weight) {
    @JsonCreator
    public Turn {
        Check.text("Turn", "role", role);
        toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
        content = content == null ? "" : content;
        if (toolCalls.isEmpty()) {
            Check.text("Turn", "content", content);
        }
        if (weight != null && weight != 0 && weight != 1) {
            throw new IllegalArgumentException("Turn: weight is %d, expected 0 or 1".formatted(weight));
        }
    }

    /** A turn that only says something. */
    public Turn(String role, String content) {
        this(role, content, List.of(), null, null);
    }

    /** The same turn with another text. */
    public Turn withContent(String text) {
        return new Turn(role, text, toolCalls, toolCallId, weight);
    }

    /** Whether the loss counts this turn: an assistant's, unless its weight is 0. */
    public boolean trained() {
        return role.equals("assistant") && (weight == null || weight == 1);
    }
}
