package io.parlance.trainer.job;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parlance.trainer.job.JobRequestReader.Refusal;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A request's body as JSON, and its fields: each is what it should be, or named in a refusal. */
final class RequestFields {
    static final int MAX_BODY_BYTES = 64 * 1024;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private RequestFields() {}

    static JsonNode parse(byte[] body) throws Refusal {
        if (body.length == 0) {
            throw new Refusal(
                    ApiError.badRequest("the body is empty; expected a JSON object with model and training_file"));
        }
        if (body.length > MAX_BODY_BYTES) {
            throw new Refusal(ApiError.other(
                    413, "the body has %d bytes, at most %d are accepted".formatted(body.length, MAX_BODY_BYTES)));
        }
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line %d, column %d"
                            .formatted(
                                    e.getLocation().getLineNr(), e.getLocation().getColumnNr());
            throw new Refusal(
                    ApiError.badRequest("the body is not JSON%s: %s".formatted(where, e.getOriginalMessage())));
        } catch (IOException e) {
            throw new Refusal(ApiError.badRequest("the body is not JSON in UTF-8: " + e.getMessage()));
        }
        if (!json.isObject()) {
            throw new Refusal(ApiError.badRequest(
                    "expected a JSON object, found " + json.getNodeType().name().toLowerCase(java.util.Locale.ROOT)));
        }
        return json;
    }

    static Optional<String> text(JsonNode json, String field) throws Refusal {
        return text(json, field, field);
    }

    static Optional<String> text(JsonNode json, String field, String param) throws Refusal {
        JsonNode value = json.path(field);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw bad(param, "%s is %s, expected text".formatted(param, shown(value)));
        }
        return Optional.of(value.textValue());
    }

    static void object(String param, JsonNode json) throws Refusal {
        if (!json.isObject()) {
            throw bad(param, "%s is %s, expected an object".formatted(param, shown(json)));
        }
    }

    static void refusePresent(JsonNode json, String field, String why) throws Refusal {
        if (!absent(json.path(field))) {
            throw bad(field, why);
        }
    }

    static void refuseUnknown(String at, JsonNode json, Set<String> known) throws Refusal {
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!known.contains(field.getKey())) {
                throw new Refusal(ApiError.unknownParameter(
                        at + field.getKey(),
                        "%s is not known here; expected %s"
                                .formatted(
                                        at + shortened(field.getKey()),
                                        known.stream().sorted().toList())));
            }
        }
    }

    static boolean absent(JsonNode json) {
        return json.isMissingNode() || json.isNull();
    }

    static String shown(JsonNode json) {
        return shortened(json.toString());
    }

    static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }

    static Refusal bad(String param, String message) {
        return new Refusal(ApiError.badParameter(param, message));
    }
}
