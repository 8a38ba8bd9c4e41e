package io.parlance.preprocess.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parlance.preprocess.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/** Bodies as they came: what is not known in them is refused by name. */
final class RequestParts {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RequestParts() {}

    /** The body's object; an empty one when there is no body. @param known the fields it may have */
    static JsonNode object(InputStream body, int mostBytes, List<String> known) throws IOException {
        byte[] bytes = body.readNBytes(mostBytes + 1);
        if (bytes.length > mostBytes) {
            throw Refusal.tooLarge("the body has more than %d bytes".formatted(mostBytes), "body");
        }
        if (new String(bytes, java.nio.charset.StandardCharsets.UTF_8).isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        JsonNode json;
        try {
            json = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw Refusal.badRequest(
                    "the body is no JSON: %s".formatted(e.getOriginalMessage()), "body", "invalid_json");
        }
        if (!json.isObject()) {
            throw Refusal.badRequest("the body is no JSON object", "body", "invalid_json");
        }
        knownFields("", json, known);
        return json;
    }

    /** @param at path of the object, empty or ending with a dot */
    static void knownFields(String at, JsonNode object, List<String> known) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw Refusal.badRequest(
                        "%s%s is not known here; %s"
                                .formatted(
                                        at,
                                        name,
                                        known.isEmpty() ? "there are none" : "known are " + String.join(", ", known)),
                        at + name,
                        "unknown_parameter");
            }
        }
    }

    /** A text of at most so many characters, or null where there is none. */
    static String text(JsonNode object, String name, int mostCharacters) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual() || value.asText().isBlank() || value.asText().length() > mostCharacters) {
            throw Refusal.badRequest(
                    "%s is no text of 1 to %d characters".formatted(name, mostCharacters), name, "invalid_value");
        }
        return value.asText();
    }
}
