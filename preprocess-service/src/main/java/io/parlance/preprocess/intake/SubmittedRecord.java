package io.parlance.preprocess.intake;

import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.ConversationSubmitted;

/** What a record of {@code conversations.submitted.v1} turns out to be. */
public sealed interface SubmittedRecord {
    record Accepted(ConversationSubmitted conversation) implements SubmittedRecord {}

    record Rejected(ConversationRejected event) implements SubmittedRecord {}

    /** No value: the mark that takes an earlier record away. It brings no conversation. */
    record Tombstone() implements SubmittedRecord {}
}
