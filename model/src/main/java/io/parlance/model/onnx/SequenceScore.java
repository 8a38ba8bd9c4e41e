package io.parlance.model.onnx;

/**
 * How well a model expected the supervised tokens of one or several examples.
 *
 * @param supervisedTokens tokens that count
 * @param negativeLogLikelihood sum over them, natural logarithm
 * @param right those that were the model's most likely token
 */
public record SequenceScore(long supervisedTokens, double negativeLogLikelihood, long right) {
    public static final SequenceScore NONE = new SequenceScore(0, 0, 0);

    public SequenceScore plus(SequenceScore other) {
        return new SequenceScore(
                supervisedTokens + other.supervisedTokens,
                negativeLogLikelihood + other.negativeLogLikelihood,
                right + other.right);
    }

    /** Mean negative log-likelihood per supervised token; NaN when there is none. */
    public double loss() {
        return negativeLogLikelihood / supervisedTokens;
    }

    public double perplexity() {
        return Math.exp(loss());
    }

    public double tokenAccuracy() {
        return (double) right / supervisedTokens;
    }

    /** Adds token after token, in double precision. */
    static final class Sum {
        private long tokens;
        private double nll;
        private long right;

        void add(float[] logits, int expected) {
            tokens++;
            nll -= LogProbabilities.of(logits, expected);
            if (LogProbabilities.mostLikely(logits) == expected) {
                right++;
            }
        }

        SequenceScore score() {
            return new SequenceScore(tokens, nll, right);
        }
    }
}
