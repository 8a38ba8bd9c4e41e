package io.parlance.preprocess.ledger;

import io.parlance.contracts.Topics;

/** What a record in the ledger says of a conversation. */
public enum RecordKind {
    SUBMITTED('s', Topics.CONVERSATIONS_SUBMITTED),
    /** A record on the submission topic that breaks the rules, by the ledger's own reading; under the id of its refusal. */
    REFUSED('x', Topics.CONVERSATIONS_SUBMITTED),
    PREPARED('p', Topics.EXAMPLES_PREPARED),
    DROPPED('d', Topics.EXAMPLES_DROPPED),
    REJECTED('r', Topics.CONVERSATIONS_REJECTED),
    /** The submission of another conversation that was augmented from this one. */
    CHILD('c', Topics.CONVERSATIONS_SUBMITTED);

    private final byte code;
    private final String topic;

    RecordKind(char code, String topic) {
        this.code = (byte) code;
        this.topic = topic;
    }

    byte code() {
        return code;
    }

    public String topic() {
        return topic;
    }

    static RecordKind of(byte code) {
        for (RecordKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "the ledger's store holds a record of kind '%c'; was it written by a later version?"
                        .formatted((char) code));
    }
}
