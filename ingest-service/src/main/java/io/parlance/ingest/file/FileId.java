package io.parlance.ingest.file;

import java.time.Instant;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Makes ids of files: they sort by the time they were made at. */
final class FileId {
    private FileId() {}

    static String of(Instant now, RandomGenerator random) {
        return String.format(
                Locale.ROOT, "file-%012x%04x%016x", now.toEpochMilli(), random.nextInt(1 << 16), random.nextLong());
    }
}
