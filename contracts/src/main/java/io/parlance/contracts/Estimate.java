package io.parlance.contracts;

/**
 * A figure with its 95 % interval.
 *
 * @param n how many conversations it rests on, which are also what the bootstrap resamples
 */
public record Estimate(double value, double low, double high, long n) {
    public Estimate {
        Check.atLeast("Estimate", "n", n, 1);
        if (!Double.isFinite(value) || !Double.isFinite(low) || !Double.isFinite(high) || low > high) {
            throw new IllegalArgumentException(
                    "Estimate: %s in [%s, %s], expected finite numbers and low <= high".formatted(value, low, high));
        }
    }
}
