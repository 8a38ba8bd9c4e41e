package io.parlance.preprocess.duplicates;

import java.util.Arrays;
import java.util.Locale;

/**
 * The word shingles of a text: lower-cased, split at white space, each run of so many words once. A text of fewer words
 * is one shingle. Each is a hash of 48 bits, so that two different ones of a pair of conversations are taken for the
 * same less than once in ten thousand million pairs of ordinary length.
 */
public final class Shingles {
    private static final int BYTES_EACH = 6;
    private static final long MASK = (1L << (8 * BYTES_EACH)) - 1;

    private final int words;
    private final long[] hashes; // ascending, each once

    private Shingles(int words, long[] ascending) {
        this.words = words;
        this.hashes = ascending;
    }

    /** @param words in a shingle, 1 to 127 */
    public static Shingles of(String text, int words) {
        long[] spoken = words(text.toLowerCase(Locale.ROOT));
        if (spoken.length < words) {
            return new Shingles(words, new long[] {joined(spoken, 0, spoken.length)});
        }
        long[] hashes = new long[spoken.length - words + 1];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = joined(spoken, i, words);
        }
        Arrays.sort(hashes);
        int distinct = 1;
        for (int i = 1; i < hashes.length; i++) {
            if (hashes[i] != hashes[distinct - 1]) {
                hashes[distinct++] = hashes[i];
            }
        }
        return new Shingles(words, Arrays.copyOf(hashes, distinct));
    }

    private static long joined(long[] words, int from, int count) {
        long hash = count;
        for (int i = from; i < from + count; i++) {
            hash = Mixing.mix(hash + words[i]);
        }
        return hash & MASK;
    }

    private static long[] words(String text) {
        long[] words = new long[text.length() / 2 + 1];
        int count = 0;
        int at = 0;
        while (at < text.length()) {
            if (isBlank(text.charAt(at))) {
                at++;
                continue;
            }
            long hash = 0xcbf29ce484222325L; // FNV-1a over UTF-16 units
            for (; at < text.length() && !isBlank(text.charAt(at)); at++) {
                hash = (hash ^ text.charAt(at)) * 0x100000001b3L;
            }
            words[count++] = Mixing.mix(hash);
        }
        return Arrays.copyOf(words, count);
    }

    /** What Unicode calls white space, no-break spaces and the four separators of ASCII included. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    /** Shared shingles by shingles of either, 0 to 1. */
    public double jaccard(Shingles other) {
        int shared = 0;
        int a = 0;
        int b = 0;
        while (a < hashes.length && b < other.hashes.length) {
            long difference = hashes[a] - other.hashes[b];
            shared += difference == 0 ? 1 : 0;
            a += difference <= 0 ? 1 : 0;
            b += difference >= 0 ? 1 : 0;
        }
        return (double) shared / (hashes.length + other.hashes.length - shared);
    }

    /** At least 1. */
    public int size() {
        return hashes.length;
    }

    long hash(int index) {
        return hashes[index];
    }

    /** Words in a shingle; those of other widths cannot be compared. */
    public int words() {
        return words;
    }

    /** A byte for the width, then six bytes each, big-endian. */
    public byte[] toBytes() {
        byte[] bytes = new byte[1 + hashes.length * BYTES_EACH];
        bytes[0] = (byte) words;
        for (int i = 0; i < hashes.length; i++) {
            for (int b = 0; b < BYTES_EACH; b++) {
                bytes[1 + i * BYTES_EACH + b] = (byte) (hashes[i] >>> (8 * (BYTES_EACH - 1 - b)));
            }
        }
        return bytes;
    }

    /** What {@link #toBytes} gave. */
    public static Shingles fromBytes(byte[] bytes) {
        if (bytes.length <= 1 || bytes.length % BYTES_EACH != 1) {
            throw new IllegalArgumentException(
                    "shingles: %d bytes, expected one more than a multiple of %d".formatted(bytes.length, BYTES_EACH));
        }
        long[] hashes = new long[bytes.length / BYTES_EACH];
        for (int i = 0; i < hashes.length; i++) {
            for (int b = 0; b < BYTES_EACH; b++) {
                hashes[i] = hashes[i] << 8 | bytes[1 + i * BYTES_EACH + b] & 0xff;
            }
        }
        return new Shingles(bytes[0], hashes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shingles that && words == that.words && Arrays.equals(hashes, that.hashes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes);
    }

    @Override
    public String toString() {
        return "Shingles[" + hashes.length + "]";
    }
}
