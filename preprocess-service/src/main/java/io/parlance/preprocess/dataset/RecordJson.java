package io.parlance.preprocess.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Records of our topics as JSON; unknown fields are ignored. */
public final class RecordJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RecordJson() {}

    /** @throws IOException when it is no such event; the message says where, and quotes nothing of it */
    public static <T> T read(byte[] json, Class<T> type) throws IOException {
        try {
            return JSON.readValue(json, type);
        } catch (JsonMappingException e) {
            throw new IOException("no %s: %s at %s"
                    .formatted(type.getSimpleName(), e.getClass().getSimpleName(), e.getPathReference()));
        } catch (JsonProcessingException e) {
            throw new IOException("no JSON at byte %d".formatted(e.getLocation().getByteOffset()));
        }
    }

    static byte[] write(Object event) throws IOException {
        return JSON.writeValueAsBytes(event);
    }

    /** How JSON calls the value of an enum. */
    static String nameOf(Enum<?> value) {
        return JSON.convertValue(value, String.class);
    }

    /** The field {@code dataset} of a record, found without reading all of it; null when it has none. */
    static String dataset(byte[] json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals("dataset");
                JsonToken value = parser.nextToken();
                if (found) {
                    return value == JsonToken.VALUE_STRING ? parser.getText() : null;
                }
                parser.skipChildren();
            }
            return null;
        }
    }
}
