package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * A conversation was accepted. Any Kafka client may write such records itself; {@link ConversationRules} says what they
 * must satisfy, and only {@code messages} is required of them.
 *
 * @param id the client's, or made from the content ({@link ConversationRules#contentId})
 * @param dataset the dataset it belongs to, {@code live} unless told
 * @param metadata the client's own, never interpreted
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConversationSubmitted(String id, String dataset, List<Turn> messages, Map<String, String> metadata)
        implements Event {
    public ConversationSubmitted {
        Check.text("ConversationSubmitted", "id", id);
        Check.text("ConversationSubmitted", "dataset", dataset);
        messages = List.copyOf(Check.present("ConversationSubmitted", "messages", messages));
        Check.atLeast("ConversationSubmitted", "messages", messages.size(), 1);
        metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
    }

    @Override
    public String topic() {
        return Topics.CONVERSATIONS_SUBMITTED;
    }

    @Override
    public String key() {
        return id;
    }
}
