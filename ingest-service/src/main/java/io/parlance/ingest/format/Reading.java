package io.parlance.ingest.format;

import java.util.Set;

/**
 * What is known of a source before it is read, and how it is to be read.
 *
 * @param format the one that was named, or null to find it
 * @param contentType as HTTP says it, without parameters, or null
 * @param fileName or null
 * @param ignored top-level fields or columns to leave out without a word
 * @param columns of a table: which holds what
 * @param dataset the dataset of records that name none; one that names another is refused. Null for {@code live}
 * @param subject whose the records are that name nobody; one that names another is refused. Null for nobody's
 * @param maxRecordBytes a longer record is refused
 * @param maxSpoolBytes so much of a stream is kept on disk where a format must be read from its end
 */
public record Reading(
        Format format,
        String contentType,
        String fileName,
        Set<String> ignored,
        Columns columns,
        String dataset,
        String subject,
        int maxRecordBytes,
        long maxSpoolBytes) {
    private static final long SPOOL_BYTES = 2L << 30;

    public Reading {
        ignored = Set.copyOf(ignored);
    }

    /** To be found by name and content. @param fileName or null @param dataset or null */
    public static Reading ofFile(String fileName, String dataset, int maxRecordBytes) {
        return new Reading(null, null, fileName, Set.of(), Columns.BY_NAME, dataset, null, maxRecordBytes, SPOOL_BYTES);
    }
}
