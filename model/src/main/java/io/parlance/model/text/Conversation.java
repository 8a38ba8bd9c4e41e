package io.parlance.model.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a chat template is given.
 *
 * @param messages in their order
 * @param tools definitions of the functions the assistant may call, OpenAI's JSON as the JDK's maps, lists, texts,
 *     numbers and booleans; empty when there are none
 */
public record Conversation(List<ChatMessage> messages, List<Map<String, Object>> tools) {
    public Conversation {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    /** A conversation without tools. */
    public static Conversation of(List<ChatMessage> messages) {
        return new Conversation(messages, List.of());
    }

    /** The same up to, and without, the message at this index. */
    Conversation before(int message) {
        return new Conversation(messages.subList(0, message), tools);
    }

    /** The same with another message at this index. */
    Conversation with(int message, ChatMessage other) {
        List<ChatMessage> changed = new ArrayList<>(messages);
        changed.set(message, other);
        return new Conversation(changed, tools);
    }
}
