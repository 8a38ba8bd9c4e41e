package io.parlance.trainer.network;

/**
 * What a run is about to do, said once before the first step. Every example handed in is in one of three counts:
 * {@code trainExamples + tooLong + withoutSupervision}.
 *
 * @param tooLong training examples over the token limit, left out
 * @param withoutSupervision training examples of which no token counts in the loss, left out
 * @param validationLeftOut validation examples left out for either reason
 * @param tokens tokens of one epoch
 * @param supervisedTokens those of them that count in the loss
 * @param firstStep 0, or the step a checkpoint goes on from
 */
public record TrainingPlan(
        int totalSteps,
        int firstStep,
        int trainExamples,
        int tooLong,
        int withoutSupervision,
        int validationExamples,
        int validationLeftOut,
        long tokens,
        long supervisedTokens,
        EngineChoice engine) {}
