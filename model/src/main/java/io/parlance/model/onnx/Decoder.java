package io.parlance.model.onnx;

import io.parlance.model.text.TokenIds;
import io.parlance.model.text.TokenSequence;
import java.util.BitSet;
import java.util.List;

/**
 * A served model in memory, with one key/value cache per slot. A slot holds one sequence: {@link #append} reads tokens
 * into it, {@link #decode} advances many slots by one token in one run.
 *
 * <p>Safe for use by many threads; operations on one decoder run one after the other. {@link #close} waits for the
 * running operation; every operation after it fails with {@link IllegalStateException}.
 */
public interface Decoder extends AutoCloseable {

    /** The token that comes next in a slot. */
    record NextToken(int slot, int tokenId) {}

    /** Takes the raw logits after a position: what the model expects at {@code position + 1}. */
    @FunctionalInterface
    interface LogitsReader {
        /** @param logits one value per vocabulary entry; valid only during the call */
        void logits(int position, float[] logits);
    }

    /** Number of sequences that can be held at a time. */
    int slots();

    /** Tokens that fit in one slot, prompt and answer together. */
    int contextTokens();

    int vocabularySize();

    /** Tokens now in the slot. */
    int length(int slot);

    /** Empties a slot. */
    void reset(int slot);

    /**
     * Reads tokens into a slot, after those it holds. A caller who wants other slots to advance meanwhile passes a long
     * prompt in chunks.
     *
     * @param tokens at least one
     * @return the logits after the last of them, owned by the caller
     * @throws IllegalArgumentException when they do not fit
     */
    float[] append(int slot, TokenIds tokens);

    /**
     * Advances the named slots by one token each, in one run. The result of a row does not depend on its neighbours.
     *
     * @param next at most one token per slot; every slot named holds at least one token
     * @return the logits after each token, in the order of {@code next}, owned by the caller
     */
    float[][] decode(List<NextToken> next);

    /**
     * The logits after each of {@code positions} of a text, ascending. Uses the slot and leaves it empty.
     *
     * @param positions indices into {@code tokens}
     */
    void logits(int slot, TokenIds tokens, BitSet positions, LogitsReader reader);

    /** How well the model expects the trained tokens of an example. Uses the slot and leaves it empty. */
    default SequenceScore score(int slot, TokenSequence example) {
        BitSet before = new BitSet();
        for (int t = example.trained().nextSetBit(1);
                t >= 0;
                t = example.trained().nextSetBit(t + 1)) {
            before.set(t - 1);
        }
        SequenceScore.Sum sum = new SequenceScore.Sum();
        logits(
                slot,
                example.ids(),
                before,
                (position, logits) -> sum.add(logits, example.ids().get(position + 1)));
        return sum.score();
    }

    @Override
    void close();
}
