package io.parlance.preprocess.stream;

import io.parlance.contracts.Event;
import io.parlance.preprocess.example.Candidate;
import io.parlance.preprocess.example.Received;

/** What flows between the stages: a conversation that goes on, or an event with which its way ended. */
sealed interface Step {
    record ToIdentity(Received received) implements Step {}

    record ToDataset(Candidate candidate) implements Step {}

    record Ended(Event event) implements Step {}
}
