package io.parlance.preprocess.ledger.answer;

import io.parlance.preprocess.intake.FormerPlace;
import io.parlance.preprocess.intake.TombstoneHeaders;
import io.parlance.preprocess.ledger.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * A record as it stands at its place.
 *
 * @param value null where it was taken away since: erased, or compacted
 * @param headers null with the value
 */
record PlacedRecord(Place place, byte[] value, Headers headers) {
    boolean isGone() {
        return value == null;
    }

    /** A header's text, or null. */
    String header(String name) {
        Header header = headers == null ? null : headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Whether the outcome of an input at this position is this record's, which may have been at another place then. */
    boolean wasAt(String position) {
        Header kept = headers == null ? null : headers.lastHeader(TombstoneHeaders.KEPT);
        return place.position().equals(position)
                || FormerPlace.of(kept == null ? null : kept.value(), place.partition())
                        .map(former -> place.at(former.offset()).position().equals(position))
                        .orElse(false);
    }

    /** When it happened: the envelope's time, else the record's; to the millisecond. */
    Instant time() {
        String said = header("ce_time");
        if (said != null) {
            try {
                return Instant.parse(said).truncatedTo(ChronoUnit.MILLIS);
            } catch (DateTimeParseException e) {
                // Another client's idea of a time; Kafka's own holds.
            }
        }
        return Instant.ofEpochMilli(place.timestamp());
    }
}
