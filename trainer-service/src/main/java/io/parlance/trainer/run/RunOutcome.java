package io.parlance.trainer.run;

import io.parlance.contracts.ModelTrained;

/** How the work on a run ended. */
public sealed interface RunOutcome {
    /** The model lies whole in the store. */
    record Completed(ModelTrained trained) implements RunOutcome {}

    /** @param code a word for programs @param message what happened, where, how to mend it */
    record Failed(String code, String message) implements RunOutcome {}

    /** Told to stop, by a cancellation or by the end of the service; the run's state says which. */
    record Interrupted() implements RunOutcome {}
}
