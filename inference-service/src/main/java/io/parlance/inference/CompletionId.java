package io.parlance.inference;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of completions: {@code chatcmpl-} and a UUID of version 7 without hyphens, so the time can be read off the id. */
final class CompletionId {
    private static final int VERSION = 0x7000;
    private static final long VARIANT = 1L << 63;

    private CompletionId() {}

    static String of(Instant created) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format(
                Locale.ROOT,
                "chatcmpl-%012x%04x%016x",
                created.toEpochMilli(),
                VERSION | random.nextInt(1 << 12),
                random.nextLong() >>> 2 | VARIANT);
    }
}
