package io.parlance.ingest;

import io.parlance.contracts.Source;
import io.parlance.ingest.format.ReadRecord;

/**
 * The way in by which records come.
 *
 * @param kind {@code http}, {@code file}, {@code folder}, {@code page}, {@code feedback}
 * @param place request id, file id, file name or address
 */
public record Origin(String kind, String place) {

    Source source(ReadRecord record) {
        return new Source(
                kind,
                place,
                record.line(),
                record.format() == null ? null : record.format().wireName());
    }

    /** As rejections say it: {@code http:<request id>}. */
    @Override
    public String toString() {
        return kind + ":" + place;
    }
}
