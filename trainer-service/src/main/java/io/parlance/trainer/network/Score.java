package io.parlance.trainer.network;

/**
 * How well the network predicts the supervised tokens of some examples.
 *
 * @param negativeLogLikelihood sum over the tokens, nats
 * @param right tokens that were the most probable one
 */
public record Score(long supervisedTokens, double negativeLogLikelihood, long right) {
    Score plus(Score other) {
        return new Score(
                supervisedTokens + other.supervisedTokens,
                negativeLogLikelihood + other.negativeLogLikelihood,
                right + other.right);
    }

    public double loss() {
        return negativeLogLikelihood / supervisedTokens;
    }

    public double perplexity() {
        return Math.exp(loss());
    }

    public double tokenAccuracy() {
        return (double) right / supervisedTokens;
    }
}
