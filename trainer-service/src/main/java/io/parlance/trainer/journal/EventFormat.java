package io.parlance.trainer.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.Event;
import java.io.IOException;
import java.time.Instant;

/** Events as JSON under a CloudEvents envelope, and back. Fields that this build does not know are passed over. */
public final class EventFormat {
    /** The {@code ce_source} of everything the trainer says. */
    public static final String SOURCE = "/parlance/trainer";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private EventFormat() {}

    /** @param id unique among the trainer's events; the same again when the same thing is said again */
    public static Entry entry(Event event, String id, Instant time) {
        return new Entry(
                event.topic(),
                event.key(),
                bytes(JSON.valueToTree(event)),
                CloudEvent.of(event, id, SOURCE, time).headers());
    }

    public static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree always has a text", e);
        }
    }

    /** @throws IOException when the bytes are no such event; the message says where, and quotes nothing of them */
    public static <T> T read(byte[] value, Class<T> type) throws IOException {
        try {
            return JSON.readValue(value, type);
        } catch (JsonMappingException e) {
            throw new IOException("no %s: %s at %s"
                    .formatted(type.getSimpleName(), e.getClass().getSimpleName(), e.getPathReference()));
        } catch (JsonProcessingException e) {
            throw new IOException("no JSON at byte %d".formatted(e.getLocation().getByteOffset()));
        }
    }

    public static JsonNode tree(byte[] value) throws IOException {
        return JSON.readTree(value);
    }

    public static <T> T convert(JsonNode json, Class<T> type) {
        return JSON.convertValue(json, type);
    }

    public static JsonNode toTree(Object value) {
        return JSON.valueToTree(value);
    }
}
