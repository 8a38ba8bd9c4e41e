package io.parlance.preprocess.stream;

import io.parlance.contracts.Event;
import io.parlance.preprocess.example.Cleaned;

/** What flows between the stages: a conversation that goes on, or the one event with which its way ended. */
sealed interface Step {
    record GoesOn(Cleaned cleaned) implements Step {}

    record Ended(Event event) implements Step {}
}
