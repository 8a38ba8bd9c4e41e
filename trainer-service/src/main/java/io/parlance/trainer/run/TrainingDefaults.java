package io.parlance.trainer.run;

import io.parlance.trainer.network.ComputeDevice;
import io.parlance.trainer.network.EarlyStopping;
import io.parlance.trainer.network.Precision;

/**
 * What is the same for all runs of a trainer.
 *
 * @param organization in the models' names
 * @param warmup share of the steps in which the learning rate rises
 */
public record TrainingDefaults(
        String organization,
        double warmup,
        int tokensPerPass,
        EarlyStopping earlyStopping,
        Precision precision,
        ComputeDevice device,
        int checkpointEverySteps,
        int progressEverySteps) {}
