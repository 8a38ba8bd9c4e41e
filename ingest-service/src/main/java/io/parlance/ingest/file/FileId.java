package io.parlance.ingest.file;

import java.time.Instant;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Makes ids of files: they sort by the time they were made at. */
final class FileId {
    private static final String PREFIX = "file-";

    private FileId() {}

    /** Whether this is a name that {@link #of} makes; anything else never becomes a name on disk. */
    static boolean isOne(String id) {
        return id.matches(PREFIX + "[0-9a-f]+");
    }

    /** The erasure of all that was made of a file; asked for again it is the same one. */
    static String erasureOf(String id) {
        return "era-" + id.substring(PREFIX.length());
    }

    static String of(Instant now, RandomGenerator random) {
        return String.format(
                Locale.ROOT, PREFIX + "%012x%04x%016x", now.toEpochMilli(), random.nextInt(1 << 16), random.nextLong());
    }
}
