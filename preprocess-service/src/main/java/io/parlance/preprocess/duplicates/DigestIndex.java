package io.parlance.preprocess.duplicates;

import io.parlance.preprocess.Sha256;
import java.nio.ByteBuffer;

/**
 * Ordinals by digest: open addressing over the first eight bytes, 12 bytes a slot, three eighths to three quarters full. Two
 * digests that share those bytes are taken for the same: one in 10^13 even among a million.
 */
final class DigestIndex {
    private static final int EMPTY = 0;
    private static final int REMOVED = -1;
    private static final int FIRST_SLOTS = 16;

    private long[] keys = new long[FIRST_SLOTS];
    private int[] values = new int[FIRST_SLOTS]; // ordinal + 1, EMPTY or REMOVED
    private int taken;

    void put(Sha256 digest, int ordinal) {
        if (4 * (taken + 1) > 3 * keys.length) {
            grow();
        }
        place(key(digest), ordinal + 1);
    }

    private void place(long key, int value) {
        int slot = slot(key);
        while (values[slot] != EMPTY) {
            slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = key;
        values[slot] = value;
        taken++;
    }

    /** The smallest ordinal under this digest, or -1. */
    int get(Sha256 digest) {
        long key = key(digest);
        int least = -1;
        for (int slot = slot(key); values[slot] != EMPTY; slot = (slot + 1) & (keys.length - 1)) {
            if (keys[slot] == key && values[slot] != REMOVED && (least < 0 || values[slot] - 1 < least)) {
                least = values[slot] - 1;
            }
        }
        return least;
    }

    void remove(Sha256 digest, int ordinal) {
        long key = key(digest);
        for (int slot = slot(key); values[slot] != EMPTY; slot = (slot + 1) & (keys.length - 1)) {
            if (keys[slot] == key && values[slot] == ordinal + 1) {
                values[slot] = REMOVED;
                keys[slot] = 0;
            }
        }
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new int[2 * oldKeys.length];
        taken = 0;
        for (int slot = 0; slot < oldKeys.length; slot++) {
            if (oldValues[slot] > EMPTY) {
                place(oldKeys[slot], oldValues[slot]);
            }
        }
    }

    private int slot(long key) {
        return (int) Mixing.mix(key) & (keys.length - 1);
    }

    private static long key(Sha256 digest) {
        return ByteBuffer.wrap(digest.toBytes()).getLong();
    }

    long bytes() {
        return (long) keys.length * (Long.BYTES + Integer.BYTES);
    }
}
