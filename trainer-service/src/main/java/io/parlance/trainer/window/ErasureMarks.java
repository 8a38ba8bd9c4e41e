package io.parlance.trainer.window;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What an erasure leaves on {@code examples.prepared.v1} beside its tombstones; see docs/decisions/0013-erasure.md. */
final class ErasureMarks {
    private static final String MARKER = "roll/";
    private static final String KEPT = "parlance-kept";
    private static final Pattern FORMER_PLACE = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

    private ErasureMarks() {}

    /** Whether a record without value only ends a segment of the log, and erases nothing. */
    static boolean isMarker(ConsumerRecord<String, byte[]> message) {
        return message.value() == null
                && (message.key() == null || message.key().startsWith(MARKER));
    }

    /** Where a record was in the same partition before it was written again; empty for all that were not. */
    static OptionalLong formerOffset(ConsumerRecord<String, byte[]> message) {
        Header header = message.headers().lastHeader(KEPT);
        if (header == null) {
            return OptionalLong.empty();
        }
        Matcher place = FORMER_PLACE.matcher(new String(header.value(), StandardCharsets.UTF_8));
        return place.matches() && Integer.parseInt(place.group(1)) == message.partition()
                ? OptionalLong.of(Long.parseLong(place.group(2)))
                : OptionalLong.empty();
    }
}
