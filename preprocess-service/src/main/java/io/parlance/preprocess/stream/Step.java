package io.parlance.preprocess.stream;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Event;

/** What flows between the stages: a conversation that goes on, or the one event with which its way ended. */
sealed interface Step {
    record GoesOn(ConversationSubmitted conversation) implements Step {}

    record Ended(Event event) implements Step {}
}
