package io.parlance.preprocess.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The key of a counter in the store: dataset, NUL, figure, name. A dataset's name holds no NUL.
 *
 * @param figure null for {@link #EXAMPLE}: the id of one conversation that was dropped for the reason {@code name}
 */
record FigureKey(String dataset, Figure figure, String name) {
    private static final byte END = 0;
    private static final byte EXAMPLE = 'e';

    static FigureKey example(String dataset, String reason) {
        return new FigureKey(dataset, null, reason);
    }

    boolean isExample() {
        return figure == null;
    }

    /** All keys of a dataset begin so. */
    static byte[] prefix(String dataset) {
        byte[] name = dataset.getBytes(StandardCharsets.UTF_8);
        byte[] prefix = Arrays.copyOf(name, name.length + 1);
        prefix[name.length] = END;
        return prefix;
    }

    byte[] bytes() {
        byte[] prefix = prefix(dataset);
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(prefix.length + 1 + text.length)
                .put(prefix)
                .put(isExample() ? EXAMPLE : figure.code())
                .put(text)
                .array();
    }

    static FigureKey of(byte[] key) {
        int end = 0;
        while (key[end] != END) {
            end++;
        }
        String dataset = new String(key, 0, end, StandardCharsets.UTF_8);
        String name = new String(key, end + 2, key.length - end - 2, StandardCharsets.UTF_8);
        return key[end + 1] == EXAMPLE ? example(dataset, name) : new FigureKey(dataset, Figure.of(key[end + 1]), name);
    }
}
