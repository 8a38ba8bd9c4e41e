package io.parlance.preprocess.recipe.contamination;

import io.parlance.preprocess.recipe.filter.Words;
import java.util.List;

/** 64-bit digests of all runs of n words: a polynomial of the words' digests, moved on by one word at a time. */
final class Ngrams {
    private static final long BASE = 0x9E3779B97F4A7C15L;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private Ngrams() {}

    /** One digest for each word that begins an n-gram; empty when there are fewer than n words. */
    static long[] of(List<Words.Word> words, int n) {
        if (words.size() < n) {
            return new long[0];
        }
        long leading = 1; // BASE to the power of n - 1
        for (int i = 1; i < n; i++) {
            leading *= BASE;
        }
        long[] ofWords = words.stream().mapToLong(word -> digest(word.text())).toArray();
        long[] ngrams = new long[ofWords.length - n + 1];
        long rolling = 0;
        for (int i = 0; i < ofWords.length; i++) {
            if (i >= n) {
                rolling -= ofWords[i - n] * leading;
            }
            rolling = rolling * BASE + ofWords[i];
            if (i >= n - 1) {
                ngrams[i - n + 1] = mixed(rolling);
            }
        }
        return ngrams;
    }

    // FNV-1a, then mixed: words are short, and the polynomial needs every bit.
    private static long digest(String word) {
        long digest = FNV_OFFSET;
        for (int i = 0; i < word.length(); i++) {
            digest = (digest ^ word.charAt(i)) * FNV_PRIME;
        }
        return mixed(digest);
    }

    // The finaliser of MurmurHash3.
    private static long mixed(long value) {
        long mixed = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }
}
