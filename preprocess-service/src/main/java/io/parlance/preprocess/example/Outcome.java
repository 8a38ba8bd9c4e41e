package io.parlance.preprocess.example;

import io.parlance.contracts.ExampleDropped;

/** What a step makes of a conversation: it goes on to the next step, or its way ends here. */
public sealed interface Outcome {
    /** Its id is new, and the recipe keeps it. */
    record New(Received received) implements Outcome {}

    /** It makes an example. */
    record Drafted(Candidate candidate) implements Outcome {}

    record Dropped(ExampleDropped event) implements Outcome {}
}
