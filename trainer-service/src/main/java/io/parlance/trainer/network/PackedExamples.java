package io.parlance.trainer.network;

import io.parlance.model.text.TokenSequence;
import java.util.List;

/**
 * Examples laid one after the other for one pass through the network. Tokens from an example's last supervised one on
 * are not laid out: nothing that counts looks at them.
 */
final class PackedExamples {
    private final long[] ids;
    private final int[] positions;
    private final long[] lengths;
    private final long[] rows;
    private final long[] targets;

    private PackedExamples(int tokens, int examples, int supervised) {
        ids = new long[tokens];
        positions = new int[tokens];
        lengths = new long[examples];
        rows = new long[supervised];
        targets = new long[supervised];
    }

    /** @param examples each with at least one supervised token */
    static PackedExamples of(List<TokenSequence> examples) {
        int tokens = examples.stream().mapToInt(PackedExamples::neededTokens).sum();
        int supervised =
                examples.stream().mapToInt(TokenSequence::supervisedTokens).sum();
        PackedExamples packed = new PackedExamples(tokens, examples.size(), supervised);
        int start = 0;
        int row = 0;
        for (int e = 0; e < examples.size(); e++) {
            TokenSequence example = examples.get(e);
            int length = neededTokens(example);
            packed.lengths[e] = length;
            for (int t = 0; t < length; t++) {
                packed.ids[start + t] = example.ids().get(t);
                packed.positions[start + t] = t;
                if (example.isTrained(t + 1)) {
                    packed.rows[row] = start + t;
                    packed.targets[row++] = example.ids().get(t + 1);
                }
            }
            start += length;
        }
        return packed;
    }

    /** Every position of one sequence, each predicting nothing: for reading logits. */
    static PackedExamples wholeSequence(int[] sequence) {
        PackedExamples packed = new PackedExamples(sequence.length, 1, sequence.length);
        packed.lengths[0] = sequence.length;
        for (int t = 0; t < sequence.length; t++) {
            packed.ids[t] = sequence[t];
            packed.positions[t] = t;
            packed.rows[t] = t;
        }
        return packed;
    }

    /** Tokens of an example that a supervised prediction looks at. */
    static int neededTokens(TokenSequence example) {
        return Math.max(0, example.trained().length() - 1);
    }

    long[] ids() {
        return ids;
    }

    /** Place of each token in its example. */
    int[] positions() {
        return positions;
    }

    /** Tokens of each example. */
    long[] lengths() {
        return lengths;
    }

    /** Indices of the tokens whose successor is supervised. */
    long[] rows() {
        return rows;
    }

    /** The supervised token after each of {@link #rows}. */
    long[] targets() {
        return targets;
    }
}
