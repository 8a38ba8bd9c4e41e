package io.parlance.preprocess.intake;

/**
 * Headers by which a record says more than its key does, on {@code conversations.submitted.v1} and on the topics of outcomes.
 * Their values are UTF-8.
 */
public final class TombstoneHeaders {
    /** On a tombstone: the dataset of the conversation that it means. Only together with {@link #CONVERSATION}. */
    public static final String DATASET = "parlance-dataset";

    /**
     * On a tombstone: the id of the conversation that it means, or of a refusal, whatever its key is. Without the two headers
     * the key alone says it, and {@code file-1/c} means conversation c of file-1 as well as {@code file-1/c} of live. The ledger
     * forgets the places in the tombstone's own partition, as compaction does; preprocess the conversation, whatever partition
     * it came in by.
     */
    public static final String CONVERSATION = "parlance-conversation";

    /**
     * On a record with a value: it is the one that was at {@code <partition>@<offset>} of this topic, written again in the
     * same partition so that a compaction passes it by. Who knows the record passes over it.
     */
    public static final String KEPT = "parlance-kept";

    /**
     * On a tombstone: it means nobody, whatever its key is; everybody passes over it. It is there so that what lies before it
     * comes into a segment that is complete.
     */
    public static final String MARKER = "parlance-marker";

    private TombstoneHeaders() {}
}
