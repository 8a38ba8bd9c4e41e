package io.parlance.preprocess.dataset.manifest;

import io.parlance.preprocess.Sha256;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The digests of a dataset's examples, 32 bytes each and nothing beside, and the digest of them all: SHA-256 over the
 * different ones in ascending order, so that the order in which they came does not matter.
 */
public final class DigestSet {
    private static final int WIDTH = Sha256.BYTES;
    private static final int MOST = Integer.MAX_VALUE / WIDTH - 1;

    private byte[] digests = new byte[1_024 * WIDTH];
    private int count;

    /** What they add up to. @param repeated how many were there already */
    public record Result(String digest, long different, long repeated) {}

    public void add(Sha256 digest) {
        if (count == MOST) {
            throw new IllegalStateException("a dataset version holds at most %d examples".formatted(MOST));
        }
        if (count * WIDTH == digests.length) {
            digests = Arrays.copyOf(digests, (int) Math.min((long) MOST * WIDTH, digests.length * 2L));
        }
        System.arraycopy(digest.toBytes(), 0, digests, count++ * WIDTH, WIDTH);
    }

    public Result result() {
        sort(0, count - 1);
        MessageDigest whole = sha256();
        long different = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || compare(i - 1, i) != 0) {
                whole.update(digests, i * WIDTH, WIDTH);
                different++;
            }
        }
        return new Result(HexFormat.of().formatHex(whole.digest()), different, count - different);
    }

    /** Quicksort in place; what it sorts is random by its nature. */
    private void sort(int first, int last) {
        byte[] pivot = new byte[WIDTH];
        while (first < last) {
            System.arraycopy(digests, ((first + last) >>> 1) * WIDTH, pivot, 0, WIDTH);
            int left = first;
            int right = last;
            while (left <= right) {
                while (compare(left, pivot) < 0) {
                    left++;
                }
                while (compare(right, pivot) > 0) {
                    right--;
                }
                if (left <= right) {
                    swap(left++, right--);
                }
            }
            if (right - first < last - left) {
                sort(first, right);
                first = left;
            } else {
                sort(left, last);
                last = right;
            }
        }
    }

    private int compare(int one, int other) {
        return Arrays.compareUnsigned(
                digests, one * WIDTH, (one + 1) * WIDTH, digests, other * WIDTH, (other + 1) * WIDTH);
    }

    private int compare(int one, byte[] pivot) {
        return Arrays.compareUnsigned(digests, one * WIDTH, (one + 1) * WIDTH, pivot, 0, WIDTH);
    }

    private void swap(int one, int other) {
        for (int i = 0; i < WIDTH; i++) {
            byte kept = digests[one * WIDTH + i];
            digests[one * WIDTH + i] = digests[other * WIDTH + i];
            digests[other * WIDTH + i] = kept;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("the JDK has no SHA-256", impossible);
        }
    }
}
