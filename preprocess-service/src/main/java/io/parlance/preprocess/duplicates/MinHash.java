package io.parlance.preprocess.duplicates;

import java.util.SplittableRandom;

/**
 * MinHash (Broder 1997): a row of two signatures agrees with the probability of the two sets' Jaccard index. Of each
 * row's minimum one byte is kept.
 */
final class MinHash {
    private static final long SEED = 0x5eed_0f_5416_1e5L;

    private final long[] factors;
    private final long[] summands;

    MinHash(int rows) {
        SplittableRandom random = new SplittableRandom(SEED);
        factors = random.longs(rows).map(factor -> factor | 1).toArray();
        summands = random.longs(rows).toArray();
    }

    byte[] signature(Shingles shingles) {
        byte[] signature = new byte[factors.length];
        long[] scattered = new long[shingles.size()];
        for (int i = 0; i < scattered.length; i++) {
            scattered[i] = Mixing.mix(shingles.hash(i));
        }
        for (int row = 0; row < signature.length; row++) {
            long factor = factors[row];
            long summand = summands[row];
            long least = Long.MAX_VALUE;
            for (long shingle : scattered) {
                least = Math.min(least, shingle * factor + summand);
            }
            // The least of many is small in its upper bits whatever the set, so its byte comes from all of them.
            signature[row] = (byte) Mixing.mix(least);
        }
        return signature;
    }
}
