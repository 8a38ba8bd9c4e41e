package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** Token ids inside an event: a JSON array of numbers that compares by value. */
public final class TokenIds {
    private final int[] ids;

    /** @param ids copied */
    @JsonCreator
    public TokenIds(int... ids) {
        this.ids = ids.clone();
    }

    /** A copy. */
    @JsonValue
    public int[] toArray() {
        return ids.clone();
    }

    public int size() {
        return ids.length;
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
        return "TokenIds[" + ids.length + "]";
    }
}
