package io.parlance.preprocess.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What one record adds to the figures of its dataset. It is kept beside the record's place, so that it can be taken back. */
record Counts(List<Count> all) {
    static final Counts NONE = new Counts(List.of());

    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;

    /** With a figure's code: the amount is 1 and not written. */
    private static final int ONE = 0x80;

    /** Instead of a name's length: it is the name before. Between this and {@link #LENGTHS}: one of the usual names. */
    private static final int SAME = 0;

    /** Lengths of other names begin here. */
    private static final int LENGTHS = 64;

    private static final List<String> USUAL = List.of(
            "",
            "train",
            "validation",
            "test",
            "all",
            "trained",
            "en",
            "http",
            "file",
            "kafka",
            "augmentation",
            "2",
            "4",
            "6",
            "32",
            "64",
            "128",
            "256",
            "512");
    private static final Map<String, Integer> PLACES_OF_USUAL =
            IntStream.range(0, USUAL.size()).boxed().collect(Collectors.toUnmodifiableMap(USUAL::get, i -> i));

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

    /**
     * Per counter its figure, the amount, and the name with its length; numbers in as many bytes as they need. The list of usual
     * names may only grow, at its end.
     */
    void write(ByteArrayOutputStream out) {
        String before = null;
        for (Count count : all) {
            if (count.amount() == 1) {
                out.write(count.figure().code() | ONE);
            } else {
                out.write(count.figure().code());
                number(count.amount(), out);
            }
            int usual = PLACES_OF_USUAL.getOrDefault(count.name(), -1);
            if (count.name().equals(before)) {
                out.write(SAME);
            } else if (usual >= 0) {
                out.write(usual + 1);
            } else {
                byte[] name = count.name().getBytes(StandardCharsets.UTF_8);
                number(LENGTHS + name.length, out);
                out.writeBytes(name);
            }
            before = count.name();
        }
    }

    /** All that remains of the bytes. */
    static Counts read(ByteBuffer bytes) {
        List<Count> all = new ArrayList<>();
        String name = null;
        while (bytes.hasRemaining()) {
            int code = bytes.get();
            int amount = code < 0 ? 1 : number(bytes);
            name = name(bytes, name);
            all.add(new Count(Figure.of((byte) (code & SEVEN_BITS)), name, amount));
        }
        return new Counts(all);
    }

    private static String name(ByteBuffer bytes, String before) {
        int said = number(bytes);
        if (said == SAME) {
            return before;
        }
        if (said < LENGTHS) {
            return USUAL.get(said - 1);
        }
        byte[] name = new byte[said - LENGTHS];
        bytes.get(name);
        return new String(name, StandardCharsets.UTF_8);
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
