package io.parlance.trainer.job;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A job as it was asked for; what is empty is left to the trainer.
 *
 * @param dataset name of the dataset to train on; the id of an uploaded file is one
 */
record JobRequest(
        String model,
        String dataset,
        OptionalInt epochs,
        OptionalInt batchSize,
        OptionalDouble learningRateMultiplier,
        Optional<String> suffix,
        OptionalLong seed,
        Map<String, String> metadata) {
    JobRequest {
        metadata = Map.copyOf(metadata);
    }

    /** Whether the dataset is an uploaded file, whose conversations may still be on their way. */
    boolean isOnAFile() {
        return dataset.startsWith("file-");
    }
}
