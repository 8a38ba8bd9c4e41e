package io.parlance.benchmarks;

import io.parlance.endtoend.generated.Conversations;
import io.parlance.endtoend.generated.Generated;
import io.parlance.endtoend.generated.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Valid conversations of made-up talk, one a line, every line of the same length. */
final class SizedLines {
    private static final String END = "\"}]}";

    private SizedLines() {}

    /** @param bytes of a line without its end, at least 300 @return so many lines */
    static byte[] of(int count, int bytes) {
        var lines = new ByteArrayOutputStream(count * (bytes + 1));
        // Two of three generated ones are long enough to be cut or filled up.
        var source = new Conversations(7, Math.max(1_000, count));
        for (int i = 0; i < count; i++) {
            lines.writeBytes(line(source, i, bytes));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    private static byte[] line(Conversations source, int number, int bytes) {
        String start =
                "{\"id\":\"bench-%08d\",\"messages\":[{\"role\":\"user\",\"content\":\"Where is my order, please?\"},{\"role\":\"assistant\",\"content\":\""
                        .formatted(number);
        int room = bytes - start.length() - END.length();
        if (room < 20)
            throw new IllegalArgumentException("a line of %d bytes has no room for an answer".formatted(bytes));
        byte[] talk = talk(source, number);
        byte[] line = Arrays.copyOf(start.getBytes(StandardCharsets.US_ASCII), bytes);
        for (int i = 0; i < room; i++) line[start.length() + i] = talk[i % talk.length];
        System.arraycopy(END.getBytes(StandardCharsets.US_ASCII), 0, line, bytes - END.length(), END.length());
        return line;
    }

    /** Letters, blanks and stops only: they stay one byte each in JSON. */
    private static byte[] talk(Conversations source, int number) {
        int at = number % source.firstWave();
        Generated one = source.at(at);
        while (one.kind() != Kind.PLAIN) one = source.at(at = (at + 1) % source.firstWave());
        return new String(one.line(), StandardCharsets.UTF_8)
                .replaceAll("[^A-Za-z0-9. ]+", " ")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
