package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A valid conversation became no example, and why.
 *
 * @param detail in words, with the figures: the twin's id, the token count and the limit, ...; never the text itself
 * @param twin of a duplicate: the one that stays; else null
 * @param changes what the recipe's operations had done until then
 */
public record ExampleDropped(
        String conversationId,
        String dataset,
        DropReason reason,
        String detail,
        @JsonInclude(JsonInclude.Include.NON_NULL) Twin twin,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Change> changes)
        implements Event {
    @JsonCreator
    public ExampleDropped {
        Check.text("ExampleDropped", "conversationId", conversationId);
        Check.text("ExampleDropped", "dataset", dataset);
        Check.present("ExampleDropped", "reason", reason);
        Check.text("ExampleDropped", "detail", detail);
        changes = changes == null ? List.of() : List.copyOf(changes);
    }

    public ExampleDropped(String conversationId, String dataset, DropReason reason, String detail) {
        this(conversationId, dataset, reason, detail, null, List.of());
    }

    @Override
    public String topic() {
        return Topics.EXAMPLES_DROPPED;
    }

    @Override
    public String key() {
        return ConversationKey.of(dataset, conversationId);
    }
}
