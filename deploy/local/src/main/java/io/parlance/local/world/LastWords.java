package io.parlance.local.world;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Says in a line why a process ended, from its exit code and the end of its log. */
final class LastWords {
    private static final int TAIL_BYTES = 32 * 1024;
    private static final int LONGEST = 300;

    private LastWords() {}

    static String of(int exitCode, Path log, long from) {
        // 128 + signal, as shells count.
        String how =
                switch (exitCode) {
                    case 137 -> "was killed (SIGKILL)";
                    case 143 -> "was asked to end (SIGTERM)";
                    default -> "ended with code " + exitCode;
                };
        String tail = tail(log, from);
        if (tail.contains("No space left on device")) return how + ": the disk is full, free some space";
        if (tail.contains("OutOfMemoryError")) return how + ": out of memory";
        List<String> lines = tail.lines().filter(line -> !line.isBlank()).toList();
        String said = exitCode == 137 || exitCode == 143 ? null : lastError(lines);
        return said == null ? how : how + ": " + said;
    }

    private static String lastError(List<String> lines) {
        for (String line : lines.reversed())
            if (line.contains("ERROR") || line.contains("Caused by:") || line.contains("Exception"))
                return shortened(line.strip());
        return lines.isEmpty() ? null : shortened(lines.getLast().strip());
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    private static String tail(Path log, long from) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.clamp(file.length() - TAIL_BYTES, from, file.length());
            byte[] bytes = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException | IllegalArgumentException unreadable) {
            return "";
        }
    }
}
