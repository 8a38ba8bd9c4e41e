package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * A conversation was accepted. Any Kafka client may write such records itself; {@link ConversationRules} says what they
 * must satisfy, and only {@code messages} is required of them.
 *
 * @param id the client's, or made from the content ({@link ConversationRules#contentId})
 * @param dataset the dataset it belongs to, {@code live} unless told
 * @param metadata the client's own, never interpreted
 * @param tools definitions of the functions it may call, OpenAI's JSON as the JDK's maps and lists
 * @param parallelToolCalls the client's setting, kept for the template; null when not told
 * @param nonPreferred of a preference pair: what takes the place of the last turns' answer; else empty
 * @param label the client's, such as an intent: large datasets are split evenly by it; or null
 * @param subject whose conversation it is, for erasure; or null
 * @param source where it came from; null when a Kafka client did not say
 * @param parent what it was augmented from, or null
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConversationSubmitted(
        String id,
        String dataset,
        List<Turn> messages,
        Map<String, String> metadata,
        List<Map<String, Object>> tools,
        @JsonProperty("parallel_tool_calls") Boolean parallelToolCalls,
        @JsonProperty("non_preferred") List<Turn> nonPreferred,
        String label,
        String subject,
        Source source,
        Parent parent)
        implements Event {
    @JsonCreator
    public ConversationSubmitted {
        Check.text("ConversationSubmitted", "id", id);
        Check.text("ConversationSubmitted", "dataset", dataset);
        messages = List.copyOf(Check.present("ConversationSubmitted", "messages", messages));
        Check.atLeast("ConversationSubmitted", "messages", messages.size(), 1);
        metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
        tools = tools == null ? List.of() : List.copyOf(tools);
        nonPreferred = nonPreferred == null ? List.of() : List.copyOf(nonPreferred);
    }

    /** A conversation that is nothing but its turns. */
    public ConversationSubmitted(String id, String dataset, List<Turn> messages, Map<String, String> metadata) {
        this(id, dataset, messages, metadata, List.of(), null, List.of(), null, null, null, null);
    }

    /** The same with other texts. */
    public ConversationSubmitted withTurns(List<Turn> turns, List<Turn> otherAnswer) {
        return new ConversationSubmitted(
                id, dataset, turns, metadata, tools, parallelToolCalls, otherAnswer, label, subject, source, parent);
    }

    /** The same under another id, in another dataset, from this source. */
    public ConversationSubmitted placed(String newId, String newDataset, Source from) {
        return new ConversationSubmitted(
                newId,
                newDataset,
                messages,
                metadata,
                tools,
                parallelToolCalls,
                nonPreferred,
                label,
                subject,
                from,
                parent);
    }

    @Override
    public String topic() {
        return Topics.CONVERSATIONS_SUBMITTED;
    }

    @Override
    public String key() {
        return ConversationKey.of(dataset, id);
    }
}
