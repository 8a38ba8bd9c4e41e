package io.parlance.model.text;

import java.util.Arrays;
import java.util.Objects;

/** An immutable sequence of token ids that compares by value. */
public final class TokenIds {
    private static final TokenIds EMPTY = new TokenIds(new int[0]);

    private final int[] ids;

    private TokenIds(int[] ids) {
        this.ids = ids;
    }

    /** A sequence of these ids; the array is copied. */
    public static TokenIds of(int... ids) {
        return ids.length == 0 ? EMPTY : new TokenIds(ids.clone());
    }

    public int size() {
        return ids.length;
    }

    public int get(int index) {
        return ids[index];
    }

    /** The ids {@code from} (inclusive) to {@code to} (exclusive). */
    public TokenIds slice(int from, int to) {
        Objects.checkFromToIndex(from, to, ids.length);
        return new TokenIds(Arrays.copyOfRange(ids, from, to));
    }

    /** A copy as an array. */
    public int[] toArray() {
        return ids.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenIds that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return Arrays.toString(ids);
    }
}
