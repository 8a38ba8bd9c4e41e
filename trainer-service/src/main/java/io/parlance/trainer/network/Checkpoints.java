package io.parlance.trainer.network;

import java.nio.file.Path;

/**
 * Where a run keeps its state, so that a killed process goes on from there with the very same losses. The folder holds
 * one run; a checkpoint of other settings, data or base weights in it is refused. The caller deletes the folder when
 * the result is safe.
 *
 * @param everySteps steps between two checkpoints
 */
public record Checkpoints(Path folder, int everySteps) {
    public Checkpoints {
        if (everySteps < 1) {
            throw new IllegalArgumentException(
                    "checkpoint interval is %d, expected at least 1 step".formatted(everySteps));
        }
    }
}
