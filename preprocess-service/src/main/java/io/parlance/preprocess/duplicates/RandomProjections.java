package io.parlance.preprocess.duplicates;

import java.util.SplittableRandom;

/**
 * On which side of random planes a vector lies (Charikar 2002): a row of two signatures agrees with the probability
 * 1 - angle / pi. The planes are made of +1 and -1.
 */
final class RandomProjections {
    private static final long SEED = 0x5eed_0f_91a_9e5L;

    private final int rows;

    RandomProjections(int rows) {
        this.rows = rows;
    }

    /** How probable it is that a row agrees at this cosine. */
    static double agreement(double cosine) {
        return 1 - Math.acos(Math.clamp(cosine, -1, 1)) / Math.PI;
    }

    byte[] signature(HalfVector vector) {
        float[] values = vector.toArray();
        SplittableRandom signs = new SplittableRandom(SEED);
        byte[] signature = new byte[rows];
        for (int row = 0; row < rows; row++) {
            float side = 0;
            for (int from = 0; from < values.length; from += Long.SIZE) {
                long plane = signs.nextLong();
                int to = Math.min(values.length, from + Long.SIZE);
                for (int d = from; d < to; d++) {
                    side += (plane >>> (d - from) & 1) == 0 ? values[d] : -values[d];
                }
            }
            signature[row] = (byte) (side >= 0 ? 1 : 0);
        }
        return signature;
    }
}
