package io.parlance.preprocess.example;

import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.ExamplePrepared;

/** What a step makes of a conversation: it goes on to the next step, or its way ends here. */
public sealed interface Outcome {
    /** @param cleaned as the next step sees it */
    record GoesOn(Cleaned cleaned) implements Outcome {}

    record Dropped(ExampleDropped event) implements Outcome {}

    record Prepared(ExamplePrepared event) implements Outcome {}
}
