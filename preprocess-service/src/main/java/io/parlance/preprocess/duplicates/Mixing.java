package io.parlance.preprocess.duplicates;

/** Scatters 64 bits: the finaliser of MurmurHash3 (public domain), a bijection in which every bit sways every other. */
final class Mixing {
    private Mixing() {}

    static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
