package io.parlance.preprocess.erasure.compaction;

import java.util.Arrays;

/**
 * The last offset of each key, by 64 bits of hash: 16 bytes a key and as many free. Keys that share a hash are taken for one,
 * which at worst has a record written again that need not be.
 */
final class LastByKey {
    static final long NONE = -1;

    private long[] hashes = new long[1 << 10];
    private long[] offsets = empty(1 << 10);
    private int size;

    /** @return the offset that the key had before, or {@link #NONE} */
    long put(long hash, long offset) {
        if (size * 2 >= hashes.length) {
            grow();
        }
        int slot = slot(hash);
        long before = offsets[slot];
        if (before == NONE) {
            hashes[slot] = hash;
            size++;
        }
        offsets[slot] = offset;
        return before;
    }

    private int slot(long hash) {
        int mask = hashes.length - 1;
        int slot = (int) (hash ^ hash >>> 32) & mask;
        while (offsets[slot] != NONE && hashes[slot] != hash) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldHashes = hashes;
        long[] oldOffsets = offsets;
        hashes = new long[oldHashes.length * 2];
        offsets = empty(oldOffsets.length * 2);
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldOffsets[i] != NONE) {
                int slot = slot(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                offsets[slot] = oldOffsets[i];
            }
        }
    }

    private static long[] empty(int length) {
        long[] offsets = new long[length];
        Arrays.fill(offsets, NONE);
        return offsets;
    }

    /** FNV-1a, then mixed so that any bits of it are good for a slot. */
    static long hash(byte[] key) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : key) {
            hash = (hash ^ b & 0xff) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        return hash ^ hash >>> 33;
    }
}
