package io.parlance.evaluator.measure;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * 95 % percentile intervals by resampling conversations, and paired ones for a difference: both models are looked at
 * over the same resample each time (Efron and Tibshirani, An Introduction to the Bootstrap, chapters 8 and 13).
 * The same seed gives the same intervals.
 */
public final class PairedBootstrap {
    private static final double LOW = 0.025;
    private static final double HIGH = 0.975;

    private final int resamples;
    private final long seed;

    /** @param resamples at least 100 */
    public PairedBootstrap(int resamples, long seed) {
        if (resamples < 100) {
            throw new IllegalArgumentException("resamples is %d, expected at least 100".formatted(resamples));
        }
        this.resamples = resamples;
        this.seed = seed;
    }

    /** A figure and where it would lie in 95 of 100 repetitions. */
    public record Interval(double value, double low, double high) {}

    /** Both figures and their difference, second minus first. */
    public record Comparison(Interval first, Interval second, Interval difference, int conversations) {}

    public Interval interval(RatioOfSums figure) {
        return compare(figure, figure).first();
    }

    /** @throws IllegalArgumentException when the two are not over equally many conversations */
    public Comparison compare(RatioOfSums first, RatioOfSums second) {
        int n = first.conversations();
        if (second.conversations() != n) {
            throw new IllegalArgumentException(
                    "paired over %d and %d conversations, expected the same ones".formatted(n, second.conversations()));
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double[] firsts = new double[resamples];
        double[] seconds = new double[resamples];
        double[] differences = new double[resamples];
        int[] drawn = new int[n];
        int kept = 0;
        while (kept < resamples) {
            for (int i = 0; i < n; i++) {
                drawn[i] = random.nextInt(n);
            }
            firsts[kept] = first.valueOver(drawn);
            seconds[kept] = second.valueOver(drawn);
            // A resample of conversations that hold no observation at all has no figure; it is drawn again.
            if (Double.isFinite(firsts[kept]) && Double.isFinite(seconds[kept])) {
                differences[kept] = seconds[kept] - firsts[kept];
                kept++;
            }
        }
        return new Comparison(
                percentiles(first.value(), firsts),
                percentiles(second.value(), seconds),
                percentiles(second.value() - first.value(), differences),
                n);
    }

    private Interval percentiles(double value, double[] resampled) {
        Arrays.sort(resampled);
        return new Interval(value, quantile(resampled, LOW), quantile(resampled, HIGH));
    }

    /** Linear between the neighbouring ranks. */
    private static double quantile(double[] sorted, double q) {
        double rank = q * (sorted.length - 1);
        int below = (int) Math.floor(rank);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
