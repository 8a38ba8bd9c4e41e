package io.parlance.trainer.run;

import io.parlance.contracts.DatasetWindow;
import io.parlance.contracts.Hyperparameters;
import io.parlance.contracts.ModelRef;
import java.util.Map;

/**
 * What a run is to be, everything resolved.
 *
 * @param learningRateMultiplier what the learning rate was multiplied by, for showing
 * @param windowTrainExamples conversations of the training split that the window holds for this base
 * @param suffix or null
 * @param metadata the asker's own
 */
public record RunRequest(
        ModelRef baseModel,
        DatasetWindow window,
        Hyperparameters hyperparameters,
        double learningRateMultiplier,
        long windowTrainExamples,
        String suffix,
        Map<String, String> metadata,
        Trigger trigger) {
    public RunRequest {
        metadata = Map.copyOf(metadata);
    }

    /** Who wanted it. */
    public enum Trigger {
        API("api"),
        POLICY("policy");

        private final String word;

        Trigger(String word) {
            this.word = word;
        }

        /** As events say it. */
        public String word() {
            return word;
        }

        static Trigger of(String word) {
            return word.equals(POLICY.word) ? POLICY : API;
        }
    }
}
