package io.parlance.trainer.network;

/**
 * The learning rate of each step: a linear warm-up to the peak, then a decay.
 *
 * @param peak highest rate
 * @param warmup share of all steps spent rising, 0 to below 1; at least one step when above 0
 * @param decay what follows the warm-up
 */
public record LearningRate(double peak, double warmup, Decay decay) {
    /** How the rate falls after the warm-up. */
    public enum Decay {
        CONSTANT,
        /** Straight to 0. */
        LINEAR,
        /** Half a cosine to 0. */
        COSINE
    }

    public LearningRate {
        if (!(peak > 0) || Double.isInfinite(peak)) {
            throw new IllegalArgumentException("learning rate is %s, expected a number above 0".formatted(peak));
        }
        if (!(warmup >= 0 && warmup < 1)) {
            throw new IllegalArgumentException("warm-up is %s of all steps, expected 0 to below 1".formatted(warmup));
        }
    }

    /** 1e-3, 5 % warm-up, cosine. */
    public static LearningRate defaults() {
        return new LearningRate(1e-3, 0.05, Decay.COSINE);
    }

    /** @param step counted from 0 */
    public double at(int step, int totalSteps) {
        int rising = warmup == 0 ? 0 : Math.max(1, (int) Math.round(warmup * totalSteps));
        if (step < rising) {
            return peak * (step + 1) / rising;
        }
        double left = totalSteps <= rising ? 0 : (double) (totalSteps - step) / (totalSteps - rising);
        return switch (decay) {
            case CONSTANT -> peak;
            case LINEAR -> peak * Math.max(0, left);
            case COSINE -> peak * 0.5 * (1 - Math.cos(Math.PI * Math.clamp(left, 0, 1)));
        };
    }
}
