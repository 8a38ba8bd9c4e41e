package io.parlance.model.text;

import java.util.Arrays;

/** Ids with their starts while a text is being encoded. */
final class TokenBuffer {
    private int[] ids = new int[64];
    private int[] starts = new int[64];
    private int size;

    void add(int id, int start) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
            starts = Arrays.copyOf(starts, size * 2);
        }
        ids[size] = id;
        starts[size++] = start;
    }

    /** Adds all tokens of {@code text}, which begins at {@code offset}. */
    void addAll(TokenizedText text, int offset) {
        for (int i = 0; i < text.ids().size(); i++) {
            add(text.ids().get(i), text.start(i) + offset);
        }
    }

    TokenizedText toTokenizedText() {
        return new TokenizedText(TokenIds.of(Arrays.copyOf(ids, size)), Arrays.copyOf(starts, size));
    }
}
