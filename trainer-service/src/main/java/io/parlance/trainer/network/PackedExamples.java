package io.parlance.trainer.network;

import io.parlance.model.text.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Examples laid one after the other for one pass through the network, without padding. The tokens with which all of
 * them begin (a system turn, mostly) are laid out once, in front: what the network computes of them depends on nothing
 * after them. Tokens from an example's last supervised one on are not laid out: nothing that counts looks at them.
 *
 * <p>Only attention looks at where an example begins. For it the tokens are arranged as a table of spans (the shared
 * beginning, then the rest of each example): S query slots each, and K = P + S key slots, of which the first P are the
 * shared beginning.
 */
final class PackedExamples {
    /** Fewer shared tokens than this are not worth a span of their own. */
    private static final int SHORTEST_SHARED = 8;

    private final int shared;
    private final List<Integer> spans = new ArrayList<>();
    private final long[] ids;
    private final int[] positions;
    private final long[] rows;
    private final long[] targets;
    private int tokens;
    private int supervised;

    private PackedExamples(int shared, int tokens, int supervised) {
        this.shared = shared;
        ids = new long[tokens];
        positions = new int[tokens];
        rows = new long[supervised];
        targets = new long[supervised];
    }

    /** @param examples each with at least one supervised token */
    static PackedExamples of(List<TokenSequence> examples) {
        int shared = sharedBeginning(examples);
        int tokens = shared
                + examples.stream()
                        .mapToInt(example -> neededTokens(example) - shared)
                        .sum();
        int supervised =
                examples.stream().mapToInt(TokenSequence::supervisedTokens).sum();
        PackedExamples packed = new PackedExamples(shared, tokens, supervised);
        if (shared > 0) {
            packed.append(examples.getFirst(), 0, shared);
        }
        for (TokenSequence example : examples) {
            packed.append(example, shared, neededTokens(example));
        }
        return packed;
    }

    private static int sharedBeginning(List<TokenSequence> examples) {
        TokenSequence first = examples.getFirst();
        int shared = examples.size() == 1 ? 0 : neededTokens(first);
        for (TokenSequence example : examples) {
            int same = 0;
            while (same < Math.min(shared, neededTokens(example))
                    && example.ids().get(same) == first.ids().get(same)
                    && !example.isTrained(same + 1)) {
                same++;
            }
            shared = same;
        }
        return shared < SHORTEST_SHARED ? 0 : shared;
    }

    private void append(TokenSequence example, int from, int to) {
        spans.add(to - from);
        for (int t = from; t < to; t++) {
            ids[tokens] = example.ids().get(t);
            positions[tokens] = t;
            if (example.isTrained(t + 1)) {
                rows[supervised] = tokens;
                targets[supervised++] = example.ids().get(t + 1);
            }
            tokens++;
        }
    }

    /** Every position of one sequence, each predicting nothing: for reading logits. */
    static PackedExamples wholeSequence(int[] sequence) {
        PackedExamples packed = new PackedExamples(0, sequence.length, sequence.length);
        packed.spans.add(sequence.length);
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

    /** Laid out, the shared beginning once. */
    long[] ids() {
        return ids;
    }

    /** Place of each token in its example. */
    int[] positions() {
        return positions;
    }

    /** Indices of the tokens whose successor is supervised. */
    long[] rows() {
        return rows;
    }

    /** The supervised token after each of {@link #rows}. */
    long[] targets() {
        return targets;
    }

    /** Rows of the attention table. */
    int spans() {
        return spans.size();
    }

    /** Query slots of a span, S: the longest span. */
    int querySlots() {
        return spans.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    /** Key slots of a span, K. */
    int keySlots() {
        return shared + querySlots();
    }

    /** The token in each query slot, (spans, S); slots without one name token 0. */
    long[] queryTokens() {
        int slots = querySlots();
        long[] query = new long[spans() * slots];
        int token = 0;
        for (int span = 0; span < spans(); span++) {
            for (int i = 0; i < spans.get(span); i++) {
                query[span * slots + i] = token++;
            }
        }
        return query;
    }

    /** The token in each key slot, (spans, K); slots without one name token 0. */
    long[] keyTokens() {
        int slots = querySlots();
        long[] query = queryTokens();
        long[] keys = new long[spans() * keySlots()];
        for (int span = 0; span < spans(); span++) {
            for (int j = 0; j < shared; j++) {
                keys[span * keySlots() + j] = j;
            }
            System.arraycopy(query, span * slots, keys, span * keySlots() + shared, slots);
        }
        return keys;
    }

    /** The query slot of each token. */
    long[] slotOfToken() {
        long[] slots = new long[ids.length];
        int token = 0;
        for (int span = 0; span < spans(); span++) {
            for (int i = 0; i < spans.get(span); i++) {
                slots[token++] = (long) span * querySlots() + i;
            }
        }
        return slots;
    }

    /** What is added to scores, (spans, 1, S, K): 0 where a query may look, minus infinity elsewhere. */
    float[] attentionMask() {
        int queries = querySlots();
        int keys = keySlots();
        float[] mask = new float[spans() * queries * keys];
        Arrays.fill(mask, Float.NEGATIVE_INFINITY);
        for (int span = 0; span < spans(); span++) {
            boolean isShared = shared > 0 && span == 0;
            for (int i = 0; i < queries; i++) {
                int row = (span * queries + i) * keys;
                if (!isShared) {
                    Arrays.fill(mask, row, row + shared, 0f);
                }
                Arrays.fill(mask, row + shared, row + shared + Math.min(i + 1, spans.get(span)), 0f);
            }
        }
        return mask;
    }
}
