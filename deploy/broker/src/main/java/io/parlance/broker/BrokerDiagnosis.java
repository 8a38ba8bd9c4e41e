package io.parlance.broker;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads the end of the broker's log and says in a sentence why it went away. */
final class BrokerDiagnosis {
    private static final int TAIL_BYTES = 64 * 1024;

    private BrokerDiagnosis() {}

    static String of(Path log, long from, BrokerOptions options) {
        String tail = tail(log, from);
        if (tail.contains("No space left on device"))
            return "The disk of %s is full: free some space, then start again; nothing that was acknowledged is lost."
                    .formatted(options.dataFolder());
        if (tail.contains("Address already in use") || tail.contains("Socket server failed to bind"))
            return portInUse(options.port());
        if (tail.contains("Failed to acquire lock on file"))
            return "The data folder %s is in use by another Kafka process: stop that one or choose another folder."
                    .formatted(options.dataFolder());
        if (tail.contains("OutOfMemoryError"))
            return "The broker ran out of memory (see %s): free memory on this machine, then start again."
                    .formatted(log);
        return "The broker ended; its last words in %s:%n%s".formatted(log, lastLines(tail, 12));
    }

    static String portInUse(int port) {
        return "Port %d (the Kafka broker's) is in use by another process: stop that one or choose another port."
                .formatted(port);
    }

    private static String tail(Path log, long from) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(from, file.length() - TAIL_BYTES);
            byte[] bytes = new byte[(int) Math.max(0, file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "(" + log + " cannot be read: " + unreadable.getMessage() + ")";
        }
    }

    private static String lastLines(String text, int count) {
        var lines = text.lines()
                .filter(line -> !line.startsWith("\tat ") && !line.startsWith("\t... "))
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }
}
