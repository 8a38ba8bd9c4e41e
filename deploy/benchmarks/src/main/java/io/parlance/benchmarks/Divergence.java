package io.parlance.benchmarks;

import io.parlance.model.onnx.LogProbabilities;
import io.parlance.model.onnx.SequenceScore;

/** How far a served form is from fp32: compared at every position, scored at the supervised ones. */
final class Divergence {
    private long positions;
    private double klDivergence;
    private long sameTop;
    private long supervised;
    private double negativeLogLikelihood;
    private long right;

    /**
     * @param reference fp32's logits after a position
     * @param logits the form's
     */
    void compare(float[] reference, float[] logits) {
        double referenceTotal = LogProbabilities.logSumExp(reference);
        double total = LogProbabilities.logSumExp(logits);
        double divergence = 0;
        for (int id = 0; id < logits.length; id++) {
            double logP = reference[id] - referenceTotal;
            divergence += Math.exp(logP) * (logP - (logits[id] - total));
        }
        klDivergence += divergence;
        positions++;
        if (LogProbabilities.mostLikely(reference) == LogProbabilities.mostLikely(logits)) {
            sameTop++;
        }
    }

    /** @param expected the supervised token that follows */
    void score(float[] logits, int expected) {
        supervised++;
        negativeLogLikelihood -= LogProbabilities.of(logits, expected);
        if (LogProbabilities.mostLikely(logits) == expected) {
            right++;
        }
    }

    SequenceScore score() {
        return new SequenceScore(supervised, negativeLogLikelihood, right);
    }

    /** Mean over positions of KL(fp32 || form), natural logarithm. */
    double meanKlDivergence() {
        return klDivergence / positions;
    }

    /** Share of positions at which both find the same token most likely. */
    double sameTopToken() {
        return (double) sameTop / positions;
    }

    long positions() {
        return positions;
    }
}
