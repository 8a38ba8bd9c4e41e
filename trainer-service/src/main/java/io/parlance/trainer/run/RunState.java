package io.parlance.trainer.run;

import io.parlance.contracts.ModelRef;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Where a run stands. Each state has the moves that are legal from it, and no others. */
public sealed interface RunState {
    /**
     * Accepted; its uploaded file is not a whole dataset yet. Window and numbers are fixed once it is; what is empty here
     * is left to the trainer then.
     */
    record Validating(OptionalInt epochs, OptionalInt batchSize, OptionalDouble learningRateMultiplier)
            implements RunState {
        Queued queue() {
            return new Queued();
        }

        Failed fail(Instant at, String code, String message) {
            return new Failed(at, code, message);
        }

        Cancelled cancel(Instant at) {
            return new Cancelled(at);
        }

        /** What was wished for at first. @param request the run's, as far as it is known */
        RunPlanner.Wish wish(RunRequest request) {
            return new RunPlanner.Wish(
                    request.window().dataset(),
                    epochs,
                    batchSize,
                    learningRateMultiplier,
                    OptionalLong.of(request.hyperparameters().seed()),
                    Optional.ofNullable(request.suffix()),
                    request.metadata(),
                    request.trigger());
        }
    }

    /** Accepted, its window fixed; waits for its turn. */
    record Queued() implements RunState {
        Running start(Instant at) {
            return new Running(at, 1);
        }

        Cancelled cancel(Instant at) {
            return new Cancelled(at);
        }
    }

    /** @param attempt from 1; one more for every restart of the service in its course */
    record Running(Instant startedAt, int attempt) implements RunState {
        Running resume() {
            return new Running(startedAt, attempt + 1);
        }

        Succeeded succeed(Instant at, ModelRef model, long trainedTokens) {
            return new Succeeded(at, model, trainedTokens);
        }

        Failed fail(Instant at, String code, String message) {
            return new Failed(at, code, message);
        }

        Cancelled cancel(Instant at) {
            return new Cancelled(at);
        }
    }

    /** Nothing moves any more. */
    sealed interface Ended extends RunState {
        Instant finishedAt();
    }

    /** The model lies whole in the artifact store and is announced. */
    record Succeeded(Instant finishedAt, ModelRef model, long trainedTokens) implements Ended {}

    /** @param code a word for programs @param message what happened, where, how to mend it */
    record Failed(Instant finishedAt, String code, String message) implements Ended {}

    record Cancelled(Instant finishedAt) implements Ended {}
}
