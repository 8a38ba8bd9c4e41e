package io.parlance.contracts;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The envelope of an event: CloudEvents 1.0 in Kafka's binary mode, that is as record headers beside the JSON value.
 *
 * @param id unique within {@code source}; readers drop a repetition of (source, id)
 * @param source who says it, such as {@code /parlance/ingest}
 * @param type the topic's {@link Topic#eventType()}
 * @param subject the record's key
 * @param time when it happened
 */
public record CloudEvent(String id, String source, String type, String subject, Instant time) {
    public static final String CONTENT_TYPE_HEADER = "content-type";
    public static final String CONTENT_TYPE = "application/json";

    public CloudEvent {
        require("id", id);
        require("source", source);
        require("type", type);
        if (time == null) {
            throw new IllegalArgumentException("CloudEvent %s: time is missing".formatted(id));
        }
    }

    /** The envelope of an event of ours. */
    public static CloudEvent of(Event event, String id, String source, Instant time) {
        return new CloudEvent(id, source, Topics.named(event.topic()).eventType(), event.key(), time);
    }

    /** The record's headers, values as text to be written in UTF-8. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id);
        headers.put("ce_source", source);
        headers.put("ce_type", type);
        headers.put("ce_time", time.toString());
        if (subject != null) {
            headers.put("ce_subject", subject);
            headers.put("ce_partitionkey", subject);
        }
        headers.put(CONTENT_TYPE_HEADER, CONTENT_TYPE);
        return headers;
    }

    /** The envelope in these headers, or nothing when the record was written without one. */
    public static Optional<CloudEvent> from(Map<String, String> headers) {
        String id = headers.get("ce_id");
        String source = headers.get("ce_source");
        String type = headers.get("ce_type");
        String time = headers.get("ce_time");
        if (id == null || source == null || type == null || time == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CloudEvent(id, source, type, headers.get("ce_subject"), Instant.parse(time)));
        } catch (RuntimeException malformed) {
            return Optional.empty();
        }
    }

    private static void require(String field, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("CloudEvent: %s is missing".formatted(field));
        }
    }
}
