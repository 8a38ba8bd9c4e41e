package io.parlance.preprocess;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A SHA-256 digest, comparing by value. */
public final class Sha256 {
    public static final int BYTES = 32;

    private final byte[] digest;

    private Sha256(byte[] digest) {
        this.digest = digest;
    }

    public static Sha256 of(byte[] bytes) {
        return new Sha256(digest().digest(bytes));
    }

    /** A digest that was computed before. @param digest 32 bytes, copied */
    public static Sha256 fromDigest(byte[] digest) {
        if (digest.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 has %d bytes, not %d".formatted(BYTES, digest.length));
        }
        return new Sha256(digest.clone());
    }

    public static Sha256 of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Of several texts in order; each goes in with its length, so that no two lists run together. */
    public static Sha256 of(List<String> texts) {
        MessageDigest digest = digest();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return new Sha256(digest.digest());
    }

    /** Lower-case, 64 digits. */
    public String hex() {
        return HexFormat.of().formatHex(digest);
    }

    /** A copy. */
    public byte[] toBytes() {
        return digest.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 that && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return hex();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("the JDK has no SHA-256", impossible);
        }
    }
}
