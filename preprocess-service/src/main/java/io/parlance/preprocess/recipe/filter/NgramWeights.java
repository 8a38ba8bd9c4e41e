package io.parlance.preprocess.recipe.filter;

import java.util.Arrays;
import java.util.Map;
import opennlp.tools.ml.model.Context;

/**
 * A maximum entropy model over runs of one to three characters, its weights in a few arrays: 15 MB instead of some
 * 40 MB of objects, and no text is cut out for asking. Adds in the order of the library, so sums are the same to the bit.
 */
final class NgramWeights {
    static final int LONGEST = 3;

    /** Summands smaller than this power of e are lost in a sum of at least 1. */
    private static final double NEGLIGIBLE = -50;

    private final int outcomes;
    private final long[] keys; // open addressing; 0 is free
    private final int[] places; // of a key: a run of sparse weights, or, below 0, the complement of a dense row
    private final int[] runs; // place -> first of its sparse weights; the next place's first is its end
    private final byte[] sparseOutcomes;
    private final double[] sparse;
    private final double[][] dense;

    /** @param contexts weights by n-gram @param outcomes how many there are, at most 128 */
    NgramWeights(Map<String, Context> contexts, int outcomes) {
        this.outcomes = outcomes;
        int slots = Integer.highestOneBit(Math.max(1, contexts.size())) << 2;
        this.keys = new long[slots];
        this.places = new int[slots];
        int weights = 0;
        int rows = 0;
        for (Context context : contexts.values()) {
            boolean row = isDense(context);
            rows += row ? 1 : 0;
            weights += row ? 0 : context.getOutcomes().length;
        }
        this.dense = new double[rows][];
        this.runs = new int[contexts.size() - rows + 1];
        this.sparseOutcomes = new byte[weights];
        this.sparse = new double[weights];
        int row = 0;
        int run = 0;
        for (Map.Entry<String, Context> entry : contexts.entrySet()) {
            int slot = slot(keys, key(entry.getKey(), 0, entry.getKey().length()));
            keys[slot] = key(entry.getKey(), 0, entry.getKey().length());
            if (isDense(entry.getValue())) {
                dense[row] = row(entry.getValue());
                places[slot] = ~row++;
            } else {
                runs[run + 1] = put(entry.getValue(), runs[run]);
                places[slot] = run++;
            }
        }
    }

    private boolean isDense(Context context) {
        return context.getOutcomes().length >= outcomes / 2;
    }

    private double[] row(Context context) {
        double[] row = new double[outcomes];
        for (int i = 0; i < context.getOutcomes().length; i++) {
            row[context.getOutcomes()[i]] = context.getParameters()[i];
        }
        return row;
    }

    private int put(Context context, int from) {
        int at = from;
        for (int i = 0; i < context.getOutcomes().length; i++) {
            sparseOutcomes[at] = (byte) context.getOutcomes()[i];
            sparse[at++] = context.getParameters()[i];
        }
        return at;
    }

    /** @param length 1 to 3 */
    private static long key(String text, int from, int length) {
        long key = length;
        for (int i = from; i < from + length; i++) {
            key = key << Character.SIZE | text.charAt(i);
        }
        return key;
    }

    /** Where the key is, or where it belongs. */
    private static int slot(long[] table, long key) {
        int slot = (int) (key * 0x9E3779B97F4A7C15L >>> 40) & table.length - 1;
        while (table[slot] != 0 && table[slot] != key) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    /**
     * The most probable outcome.
     *
     * @param share its probability among all outcomes
     * @param lead how many times as probable it is as the next one, at least 1
     */
    record Best(int outcome, double share, double lead) {}

    Best best(String text) {
        double[] sums = new double[outcomes];
        Arrays.fill(sums, StrictMath.log(1.0 / outcomes));
        long[] seen = new long[Integer.highestOneBit(LONGEST * text.length() + 1) << 2];
        for (int length = 1; length <= LONGEST; length++) {
            for (int from = 0; from + length <= text.length(); from++) {
                long key = key(text, from, length);
                int mark = slot(seen, key);
                if (seen[mark] == 0) {
                    seen[mark] = key;
                    add(key, sums);
                }
            }
        }
        int best = 0;
        for (int i = 1; i < outcomes; i++) {
            best = sums[i] > sums[best] ? i : best;
        }
        double total = 0;
        double next = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < outcomes; i++) {
            double below = sums[i] - sums[best];
            total += below < NEGLIGIBLE ? 0 : Math.exp(below);
            next = i == best ? next : Math.max(next, below);
        }
        return new Best(best, 1 / total, Math.exp(-next));
    }

    private void add(long key, double[] sums) {
        int slot = slot(keys, key);
        if (keys[slot] == 0) {
            return;
        }
        int place = places[slot];
        if (place < 0) {
            double[] row = dense[~place];
            for (int i = 0; i < row.length; i++) {
                sums[i] += row[i];
            }
            return;
        }
        for (int i = runs[place]; i < runs[place + 1]; i++) {
            sums[sparseOutcomes[i]] += sparse[i];
        }
    }
}
