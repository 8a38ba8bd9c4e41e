package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How far a run is.
 *
 * @param step optimiser steps done
 * @param trainLoss mean negative log-likelihood (nats) per supervised token since the event before, or null
 * @param validationLoss the same over the validation split, when it was just measured
 * @param gradientNorm before clipping, or null
 * @param tokensPerSecond all tokens of the examples, padding not counted, or null
 * @param remainingSeconds estimate, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainingProgressed(
        String runId,
        Phase phase,
        long step,
        long totalSteps,
        double epoch,
        Double trainLoss,
        Double validationLoss,
        Double learningRate,
        Double gradientNorm,
        Double tokensPerSecond,
        long trainedTokens,
        Double remainingSeconds)
        implements Event {
    public TrainingProgressed {
        Check.text("TrainingProgressed", "runId", runId);
        Check.present("TrainingProgressed", "phase", phase);
        Check.atLeast("TrainingProgressed", "step", step, 0);
        Check.atLeast("TrainingProgressed", "totalSteps", totalSteps, 0);
    }

    /** What the run is doing. */
    public enum Phase {
        @JsonProperty("preparing")
        PREPARING,
        @JsonProperty("training")
        TRAINING,
        @JsonProperty("exporting")
        EXPORTING
    }

    @Override
    public String topic() {
        return Topics.TRAINING_PROGRESSED;
    }

    @Override
    public String key() {
        return runId;
    }
}
