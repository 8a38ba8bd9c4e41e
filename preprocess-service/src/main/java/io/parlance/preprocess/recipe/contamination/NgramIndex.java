package io.parlance.preprocess.recipe.contamination;

import java.util.Arrays;

/**
 * Which line of which set has an n-gram first: an open hash table of 64-bit digests of n-grams, 12 bytes an entry at
 * load 1/2, so a million n-grams take some 24 MB. Two n-grams of one digest are taken for the same: for 10^9 look-ups in
 * 10^6 entries that happens with a probability of 5 in 100,000.
 */
final class NgramIndex {
    static final int ABSENT = -1;

    private long[] digests = new long[1024];
    private int[] places = filled(1024);
    private int size;

    /** @param place at least 0; kept if the n-gram has none yet */
    void put(long digest, int place) {
        if (2 * size >= digests.length) {
            grow();
        }
        int slot = slot(digest);
        if (places[slot] == ABSENT) {
            digests[slot] = digest;
            places[slot] = place;
            size++;
        }
    }

    /** Its place, or {@link #ABSENT}. */
    int get(long digest) {
        return places[slot(digest)];
    }

    int size() {
        return size;
    }

    private int slot(long digest) {
        int mask = digests.length - 1;
        int slot = (int) (digest ^ digest >>> 32) & mask;
        while (places[slot] != ABSENT && digests[slot] != digest) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldDigests = digests;
        int[] oldPlaces = places;
        digests = new long[2 * oldDigests.length];
        places = filled(digests.length);
        size = 0;
        for (int i = 0; i < oldDigests.length; i++) {
            if (oldPlaces[i] != ABSENT) {
                put(oldDigests[i], oldPlaces[i]);
            }
        }
    }

    private static int[] filled(int length) {
        int[] places = new int[length];
        Arrays.fill(places, ABSENT);
        return places;
    }
}
