package io.parlance.inference.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A request's body as a JSON tree: well-formed UTF-8, no field twice, nothing after the end. */
public final class JsonBody {
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    public static Reading<JsonNode> parse(byte[] body) {
        try {
            return new Reading.Understood<>(STRICT.readTree(body));
        } catch (JsonProcessingException malformed) {
            String where = malformed.getLocation() == null
                    ? ""
                    : " at line %d, column %d"
                            .formatted(
                                    malformed.getLocation().getLineNr(),
                                    malformed.getLocation().getColumnNr());
            return new Reading.Refused<>(Refusal.invalid(
                    "The body is not valid JSON%s: %s.".formatted(where, firstLine(malformed.getOriginalMessage())),
                    null,
                    "invalid_json"));
        } catch (IOException malformed) {
            if (malformed instanceof CharConversionException) {
                return new Reading.Refused<>(Refusal.invalid(
                        "The body is not valid UTF-8: %s.".formatted(firstLine(malformed.getMessage())),
                        null,
                        "invalid_json"));
            }
            throw new UncheckedIOException(malformed);
        }
    }

    private static String firstLine(String message) {
        return message == null ? "malformed" : message.lines().findFirst().orElse("malformed");
    }
}
