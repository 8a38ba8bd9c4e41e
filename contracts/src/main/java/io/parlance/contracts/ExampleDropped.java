package io.parlance.contracts;

/**
 * A valid conversation became no example, and why.
 *
 * @param detail in words, with the figures: the twin's id, the token count and the limit, ...
 */
public record ExampleDropped(String conversationId, String dataset, DropReason reason, String detail) implements Event {
    public ExampleDropped {
        Check.text("ExampleDropped", "conversationId", conversationId);
        Check.text("ExampleDropped", "dataset", dataset);
        Check.present("ExampleDropped", "reason", reason);
        Check.text("ExampleDropped", "detail", detail);
    }

    @Override
    public String topic() {
        return Topics.EXAMPLES_DROPPED;
    }

    @Override
    public String key() {
        return conversationId;
    }
}
