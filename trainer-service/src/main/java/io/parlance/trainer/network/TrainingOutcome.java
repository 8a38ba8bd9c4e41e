package io.parlance.trainer.network;

import io.parlance.model.artifact.adapter.LoraAdapter;
import java.time.Duration;
import java.util.OptionalDouble;

/** How a run ended. */
public sealed interface TrainingOutcome {
    /**
     * @param adapter the one of {@code bestStep}
     * @param trainLoss mean loss over the supervised tokens of the last epoch's steps
     * @param validationLoss of the adapter kept, when there were validation examples
     * @param bestStep steps after which the adapter kept stood: the lowest validation loss, or the last
     * @param steps steps done; fewer than planned after early stopping
     * @param trainedTokens tokens that went through the network in training, prompts included
     */
    record Trained(
            LoraAdapter adapter,
            double trainLoss,
            OptionalDouble validationLoss,
            int bestStep,
            int steps,
            long trainedTokens,
            Duration took)
            implements TrainingOutcome {}

    /** The loss or the gradient was no number any more. @param step from 1 */
    record Diverged(int step, String why) implements TrainingOutcome {}

    /** The stop signal was raised. @param step steps done */
    record Stopped(int step) implements TrainingOutcome {}

    /** No step could be taken. */
    record NothingToTrain(String reason) implements TrainingOutcome {}
}
