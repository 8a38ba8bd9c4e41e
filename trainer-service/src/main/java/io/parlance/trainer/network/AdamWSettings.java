package io.parlance.trainer.network;

/**
 * AdamW (arXiv:1711.05101).
 *
 * @param weightDecay decoupled, times the learning rate
 * @param clipNorm largest global gradient norm; larger gradients are scaled down to it
 */
public record AdamWSettings(double beta1, double beta2, double epsilon, double weightDecay, double clipNorm) {
    public AdamWSettings {
        if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException("betas are %s and %s, expected 0 to below 1".formatted(beta1, beta2));
        }
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("epsilon is %s, expected above 0".formatted(epsilon));
        }
        if (!(weightDecay >= 0)) {
            throw new IllegalArgumentException("weight decay is %s, expected at least 0".formatted(weightDecay));
        }
        if (!(clipNorm > 0)) {
            throw new IllegalArgumentException("clip norm is %s, expected above 0".formatted(clipNorm));
        }
    }

    /** Betas .9 and .999, epsilon 1e-8, weight decay .01, clipped at 1. */
    public static AdamWSettings defaults() {
        return new AdamWSettings(0.9, 0.999, 1e-8, 0.01, 1.0);
    }
}
