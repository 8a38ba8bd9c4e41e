package io.parlance.model.text;

import java.util.BitSet;

/**
 * A training example as tokens: the ids of a whole conversation, and which of them are trained on (the loss mask).
 * Token {@code t} is predicted from the tokens before it, so a trained token at index 0 has no prediction.
 */
public final class TokenSequence {
    private final TokenIds ids;
    private final BitSet trained;

    /** @param trained bit {@code t} is set where token {@code t} counts in the loss; copied */
    public TokenSequence(TokenIds ids, BitSet trained) {
        if (trained.length() > ids.size()) {
            throw new IllegalArgumentException(
                    "loss mask reaches token %d of %d".formatted(trained.length() - 1, ids.size()));
        }
        this.ids = ids;
        this.trained = (BitSet) trained.clone();
    }

    public TokenIds ids() {
        return ids;
    }

    public boolean isTrained(int index) {
        return trained.get(index);
    }

    /** Number of tokens that count in the loss: trained ones that have a token before them. */
    public int supervisedTokens() {
        return trained.cardinality() - (trained.get(0) ? 1 : 0);
    }

    public int size() {
        return ids.size();
    }

    /** A copy of the mask. */
    public BitSet trained() {
        return (BitSet) trained.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenSequence that && ids.equals(that.ids) && trained.equals(that.trained);
    }

    @Override
    public int hashCode() {
        return 31 * ids.hashCode() + trained.hashCode();
    }
}
