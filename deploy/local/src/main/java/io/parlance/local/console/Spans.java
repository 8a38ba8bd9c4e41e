package io.parlance.local.console;

import java.time.Duration;

/** Durations and sizes as people say them. */
public final class Spans {
    private Spans() {}

    /** {@code 0.4 s}, {@code 12 s}, {@code 3 min 05 s}. */
    public static String of(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 10) return "%.1f s".formatted(duration.toMillis() / 1000.0);
        if (seconds < 60) return seconds + " s";
        if (seconds < 3600) return "%d min %02d s".formatted(seconds / 60, seconds % 60);
        return "%d h %02d min".formatted(seconds / 3600, seconds / 60 % 60);
    }

    /** {@code 320 MiB}, {@code 1.2 GiB}. */
    public static String bytes(long bytes) {
        if (bytes < 1L << 20) return bytes / 1024 + " KiB";
        if (bytes < 1L << 30) return (bytes >> 20) + " MiB";
        return "%.1f GiB".formatted(bytes / (double) (1L << 30));
    }
}
