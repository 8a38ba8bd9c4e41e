package io.parlance.trainer.network;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Low-rank adapters beside frozen weights (arXiv:2106.09685): y = W x + alpha / rank * B A x.
 *
 * @param rank inner width of an adapter
 * @param alpha scale of an adapter's output, divided by the rank
 * @param dropout share of the adapter's inputs set to zero while training, 0 to below 1
 * @param targets the linear maps that get an adapter
 */
public record LoraSettings(int rank, double alpha, double dropout, Set<Projection> targets) {
    public LoraSettings {
        if (rank < 1) {
            throw new IllegalArgumentException("lora rank is %d, expected at least 1".formatted(rank));
        }
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException("lora alpha is %s, expected a number above 0".formatted(alpha));
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("lora dropout is %s, expected 0 to below 1".formatted(dropout));
        }
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("lora targets are empty, expected at least one projection");
        }
        targets = Collections.unmodifiableSet(EnumSet.copyOf(targets));
    }

    /** Rank 8, alpha 16, no dropout, on all seven projections. */
    public static LoraSettings defaults() {
        return new LoraSettings(8, 16, 0.0, EnumSet.allOf(Projection.class));
    }

    public double scale() {
        return alpha / rank;
    }
}
