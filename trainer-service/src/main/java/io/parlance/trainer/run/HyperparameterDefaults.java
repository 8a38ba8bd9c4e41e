package io.parlance.trainer.run;

/**
 * What "auto" means.
 *
 * @param epochs for datasets of {@code smallDataset} training examples and more
 * @param smallDatasetEpochs for smaller ones
 * @param batchSize examples per optimiser step
 * @param smallDatasetBatchSize for smaller datasets
 * @param learningRate peak at a multiplier of 1
 */
public record HyperparameterDefaults(
        int epochs,
        int smallDatasetEpochs,
        int smallDataset,
        int batchSize,
        int smallDatasetBatchSize,
        double learningRate,
        double weightDecay,
        int loraRank,
        double loraAlpha,
        double loraDropout,
        int maxTokens) {
    int epochsFor(long trainExamples) {
        return trainExamples < smallDataset ? smallDatasetEpochs : epochs;
    }

    int batchSizeFor(long trainExamples) {
        return trainExamples < smallDataset ? smallDatasetBatchSize : batchSize;
    }
}
