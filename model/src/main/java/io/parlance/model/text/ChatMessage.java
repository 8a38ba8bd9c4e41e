package io.parlance.model.text;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One turn of a conversation.
 *
 * @param role {@code system}, {@code user}, {@code assistant}, ...; what a role may be is the chat template's business
 * @param content the text, never null
 * @param toolCalls what an assistant calls, in OpenAI's shape; {@code arguments} as an object, or as text where it is none
 * @param toolCallId of a tool's answer: the call it belongs to, or null
 * @param trained whether an assistant's turn counts in the loss; of no meaning elsewhere
 */
public record ChatMessage(
        String role, String content, List<Map<String, Object>> toolCalls, String toolCallId, boolean trained) {
    public ChatMessage {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(content, "content");
        toolCalls = List.copyOf(toolCalls);
    }

    /** A turn that only says something. */
    public ChatMessage(String role, String content) {
        this(role, content, List.of(), null, true);
    }

    ChatMessage withContent(String text) {
        return new ChatMessage(role, text, toolCalls, toolCallId, trained);
    }

    ChatMessage withoutToolCalls() {
        return new ChatMessage(role, content, List.of(), toolCallId, trained);
    }
}
