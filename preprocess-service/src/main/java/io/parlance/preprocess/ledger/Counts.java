package io.parlance.preprocess.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What one record adds to the figures of its dataset. It is kept beside the record's place, so that it can be taken back. */
record Counts(List<Count> all) {
    static final Counts NONE = new Counts(List.of());

    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;

    Counts {
        all = List.copyOf(all);
    }

    /** @param name which of the figure's counters */
    record Count(Figure figure, String name, int amount) {}

    /** Gathers them. */
    static final class Gathering {
        private final List<Count> all = new ArrayList<>();

        Gathering one(Figure figure, String name) {
            return add(figure, name, 1);
        }

        Gathering add(Figure figure, String name, int amount) {
            if (amount != 0) {
                all.add(new Count(figure, name, amount));
            }
            return this;
        }

        Counts counts() {
            return new Counts(all);
        }
    }

    /** Per counter its figure, the amount, and the name with its length; numbers in as many bytes as they need. */
    void write(ByteArrayOutputStream out) {
        for (Count count : all) {
            byte[] name = count.name().getBytes(StandardCharsets.UTF_8);
            out.write(count.figure().code());
            number(count.amount(), out);
            number(name.length, out);
            out.writeBytes(name);
        }
    }

    /** All that remains of the bytes. */
    static Counts read(ByteBuffer bytes) {
        List<Count> all = new ArrayList<>();
        while (bytes.hasRemaining()) {
            Figure figure = Figure.of(bytes.get());
            int amount = number(bytes);
            byte[] name = new byte[number(bytes)];
            bytes.get(name);
            all.add(new Count(figure, new String(name, StandardCharsets.UTF_8), amount));
        }
        return new Counts(all);
    }

    private static void number(int number, ByteArrayOutputStream out) {
        int rest = number;
        while ((rest & ~SEVEN_BITS) != 0) {
            out.write((rest & SEVEN_BITS) | MORE);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static int number(ByteBuffer bytes) {
        int number = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes.get();
            number |= (next & SEVEN_BITS) << shift;
            shift += 7;
        } while (next < 0);
        return number;
    }
}
