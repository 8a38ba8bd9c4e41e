package io.parlance.contracts;

/**
 * What a run is trained with; every {@code auto} is resolved before it gets here.
 *
 * @param epochs passes over the training split
 * @param batchSize examples per optimiser step
 * @param learningRate peak, after warm-up
 * @param maxTokens an example longer than this is left out and counted
 */
public record Hyperparameters(
        int epochs,
        int batchSize,
        double learningRate,
        double weightDecay,
        int loraRank,
        double loraAlpha,
        double loraDropout,
        int maxTokens,
        long seed) {
    public Hyperparameters {
        Check.atLeast("Hyperparameters", "epochs", epochs, 1);
        Check.atLeast("Hyperparameters", "batchSize", batchSize, 1);
        Check.atLeast("Hyperparameters", "loraRank", loraRank, 1);
        Check.atLeast("Hyperparameters", "maxTokens", maxTokens, 8);
        positive("learningRate", learningRate);
        positive("loraAlpha", loraAlpha);
        if (!(loraDropout >= 0 && loraDropout < 1)) {
            throw new IllegalArgumentException(
                    "Hyperparameters: loraDropout is %s, expected 0 <= loraDropout < 1".formatted(loraDropout));
        }
        if (!(weightDecay >= 0 && weightDecay < 1)) {
            throw new IllegalArgumentException(
                    "Hyperparameters: weightDecay is %s, expected 0 <= weightDecay < 1".formatted(weightDecay));
        }
    }

    private static void positive(String field, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "Hyperparameters: %s is %s, expected a positive number".formatted(field, value));
        }
    }
}
