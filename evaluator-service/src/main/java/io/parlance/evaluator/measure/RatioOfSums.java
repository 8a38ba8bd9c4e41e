package io.parlance.evaluator.measure;

/**
 * A figure that is one sum over another, with what each conversation adds to both: an accuracy (right / tokens), a
 * mean (sum / count), or a perplexity (exp of log-likelihoods / tokens). So a long conversation weighs more than a short
 * one, as the field defines these measures.
 */
public final class RatioOfSums {
    private final double[] numerators;
    private final double[] denominators;
    private final Scale scale;

    /** What is made of the ratio. */
    public enum Scale {
        /** The ratio itself. */
        LINEAR,
        /** e to the power of the ratio. */
        EXPONENTIAL
    }

    /**
     * @param numerators one per conversation; copied
     * @param denominators one per conversation, none negative; copied
     * @throws IllegalArgumentException when there is no conversation, or all denominators are 0
     */
    public RatioOfSums(double[] numerators, double[] denominators, Scale scale) {
        if (numerators.length == 0 || numerators.length != denominators.length) {
            throw new IllegalArgumentException("%d numerators with %d denominators, expected as many and at least one"
                    .formatted(numerators.length, denominators.length));
        }
        this.numerators = numerators.clone();
        this.denominators = denominators.clone();
        this.scale = scale;
        if (!Double.isFinite(value())) {
            throw new IllegalArgumentException("the ratio over %d conversations is %s, expected a finite number"
                    .formatted(numerators.length, value()));
        }
    }

    public int conversations() {
        return numerators.length;
    }

    public double value() {
        double above = 0;
        double below = 0;
        for (int i = 0; i < numerators.length; i++) {
            above += numerators[i];
            below += denominators[i];
        }
        return scaled(above, below);
    }

    /** The figure over these conversations, each as often as it is named. */
    double valueOver(int[] drawn) {
        double above = 0;
        double below = 0;
        for (int i : drawn) {
            above += numerators[i];
            below += denominators[i];
        }
        return scaled(above, below);
    }

    private double scaled(double above, double below) {
        double ratio = above / below;
        return scale == Scale.EXPONENTIAL ? Math.exp(ratio) : ratio;
    }
}
