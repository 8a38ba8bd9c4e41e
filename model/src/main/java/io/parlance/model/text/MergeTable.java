package io.parlance.model.text;

import io.parlance.model.artifact.ModelFormatException;
import java.util.List;
import java.util.Map;

/** The merges by the pair of ids they join: an open-addressed table from (left, right) to (rank, joined id). */
final class MergeTable {
    static final long NONE = -1;

    private final long[] pairs;
    private final long[] values;
    private final int mask;

    MergeTable(List<BpeDefinition.Merge> merges, Map<String, Integer> ids) {
        int capacity = Integer.highestOneBit(Math.max(4, merges.size() * 2)) * 2;
        this.pairs = new long[capacity];
        this.values = new long[capacity];
        this.mask = capacity - 1;
        java.util.Arrays.fill(values, NONE);
        for (int rank = 0; rank < merges.size(); rank++) {
            BpeDefinition.Merge merge = merges.get(rank);
            put(
                    pair(id(ids, merge, merge.left()), id(ids, merge, merge.right())),
                    pair(rank, id(ids, merge, merge.left() + merge.right())));
        }
    }

    private static int id(Map<String, Integer> ids, BpeDefinition.Merge merge, String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new ModelFormatException(
                    "tokenizer: the merge '%s %s' needs token '%s', which is not in the vocabulary. The file is damaged; fetch it again."
                            .formatted(merge.left(), merge.right(), token));
        }
        return id;
    }

    private static long pair(int high, int low) {
        return (long) high << 32 | low;
    }

    private void put(long pair, long value) {
        int slot = slot(pair);
        // A pair named twice has the later rank, as in Hugging Face's reader.
        pairs[slot] = pair;
        values[slot] = value;
    }

    /** Rank (upper half) and joined id (lower half), or {@link #NONE}. */
    long find(int left, int right) {
        return values[slot(pair(left, right))];
    }

    static int joinedId(long value) {
        return (int) value;
    }

    static int rank(long value) {
        return (int) (value >>> 32);
    }

    private int slot(long pair) {
        long mixed = pair * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (values[slot] != NONE && pairs[slot] != pair) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
