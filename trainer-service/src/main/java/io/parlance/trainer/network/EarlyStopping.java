package io.parlance.trainer.network;

/**
 * When to measure the validation loss and when to give up on it falling. The adapter of the lowest validation loss is
 * the one kept.
 *
 * @param evaluateEverySteps steps between two measurements; the last step is always measured
 * @param patience measurements without a new lowest loss after which training ends; 0 never ends early
 */
public record EarlyStopping(int evaluateEverySteps, int patience) {
    public EarlyStopping {
        if (evaluateEverySteps < 1) {
            throw new IllegalArgumentException(
                    "evaluation interval is %d, expected at least 1 step".formatted(evaluateEverySteps));
        }
        if (patience < 0) {
            throw new IllegalArgumentException("patience is %d, expected at least 0".formatted(patience));
        }
    }

    /** Every 25 steps; ends after 4 without a new lowest loss. */
    public static EarlyStopping defaults() {
        return new EarlyStopping(25, 4);
    }
}
