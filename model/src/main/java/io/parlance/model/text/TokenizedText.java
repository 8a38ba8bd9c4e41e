package io.parlance.model.text;

import java.util.Arrays;

/** Token ids with the place each came from in the text that was encoded. */
public final class TokenizedText {
    private final TokenIds ids;
    private final int[] starts;

    /**
     * @param ids the tokens
     * @param starts per token the index of the first UTF-16 unit of the character it begins in, ascending; copied
     */
    public TokenizedText(TokenIds ids, int[] starts) {
        if (ids.size() != starts.length) {
            throw new IllegalArgumentException(
                    "%d ids with %d starts, expected as many".formatted(ids.size(), starts.length));
        }
        this.ids = ids;
        this.starts = starts.clone();
    }

    public TokenIds ids() {
        return ids;
    }

    /** Index in the text (UTF-16 units) of the character in which token {@code index} begins. */
    public int start(int index) {
        return starts[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenizedText that && ids.equals(that.ids) && Arrays.equals(starts, that.starts);
    }

    @Override
    public int hashCode() {
        return 31 * ids.hashCode() + Arrays.hashCode(starts);
    }
}
