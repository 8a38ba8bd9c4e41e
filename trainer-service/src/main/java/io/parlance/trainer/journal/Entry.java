package io.parlance.trainer.journal;

import java.util.Map;

/** A record to be written. @param value JSON, or null for a tombstone */
@SuppressWarnings("ArrayRecordComponent")
public record Entry(String topic, String key, byte[] value, Map<String, String> headers) {
    public Entry {
        headers = Map.copyOf(headers);
    }
}
