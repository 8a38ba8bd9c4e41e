package io.parlance.trainer.network;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Where a run is after a step.
 *
 * @param step steps done, from 1 to {@code totalSteps}
 * @param epoch epochs begun, from 1
 * @param loss mean negative log-likelihood (nats) over the step's supervised tokens, before the step
 * @param validationLoss the same over the validation examples, when it was measured after this step
 * @param gradientNorm before clipping
 * @param trainedTokens tokens that went through the network in training so far, prompts included
 * @param tokensPerSecond training tokens per second of the last steps
 * @param timeLeft estimate to the last step
 */
public record TrainingProgress(
        int step,
        int totalSteps,
        int epoch,
        double loss,
        OptionalDouble validationLoss,
        double learningRate,
        double gradientNorm,
        long trainedTokens,
        double tokensPerSecond,
        Duration timeLeft) {}
