package io.parlance.preprocess.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.ToolCall;
import io.parlance.contracts.Turn;
import io.parlance.model.text.ChatMessage;
import io.parlance.model.text.Conversation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Conversations as chat templates take them. */
final class TemplateInput {
    private static final ObjectReader OBJECT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(new TypeReference<Map<String, Object>>() {});

    private TemplateInput() {}

    /** The conversation; of a preference pair the one with the preferred answer. */
    static Conversation of(ConversationSubmitted conversation) {
        return new Conversation(
                conversation.messages().stream()
                        .map(t -> message(t, t.trained()))
                        .toList(),
                conversation.tools());
    }

    /**
     * The conversation with the answer that was not preferred in place of what follows the last user turn. Only that
     * answer counts in its mask: the turns before it are learnt with the preferred one.
     */
    static Conversation withNonPreferred(ConversationSubmitted conversation) {
        List<Turn> turns = conversation.messages();
        int answer = turns.size();
        while (answer > 0
                && (turns.get(answer - 1).role().equals("assistant")
                        || turns.get(answer - 1).role().equals("tool"))) {
            answer--;
        }
        List<ChatMessage> messages = new ArrayList<>();
        turns.subList(0, answer).forEach(t -> messages.add(message(t, false)));
        conversation.nonPreferred().forEach(t -> messages.add(message(t, t.trained())));
        return new Conversation(messages, conversation.tools());
    }

    private static ChatMessage message(Turn turn, boolean trained) {
        return new ChatMessage(
                turn.role(),
                turn.content(),
                turn.toolCalls().stream().map(TemplateInput::call).toList(),
                turn.toolCallId(),
                trained);
    }

    /** Templates write arguments with {@code tojson}, so they take an object; text that is none stays text. */
    private static Map<String, Object> call(ToolCall call) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", call.function().name());
        function.put("arguments", arguments(call.function().arguments()));
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("id", call.id());
        whole.put("type", call.type());
        whole.put("function", function);
        return whole;
    }

    private static Object arguments(String text) {
        try {
            Object object = OBJECT.readValue(text);
            return object == null ? text : object;
        } catch (JsonProcessingException noObject) {
            return text;
        }
    }
}
