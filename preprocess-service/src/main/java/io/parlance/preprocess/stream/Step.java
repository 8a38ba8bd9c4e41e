package io.parlance.preprocess.stream;

import io.parlance.contracts.Event;
import io.parlance.preprocess.example.Candidate;
import io.parlance.preprocess.example.Received;

/** What flows between the stages: a conversation that goes on or is erased, or what is said of it at the end of its way. */
sealed interface Step {
    record ToIdentity(Received received) implements Step {}

    record ToDataset(Candidate candidate) implements Step {}

    /** The tombstone of a conversation on its way to the next stage; headers say whose. */
    record Erased() implements Step {}

    record Ended(Event event) implements Step {}

    /** A tombstone for what was told before. */
    record Gone(String topic) implements Step {}
}
