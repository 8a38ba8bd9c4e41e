package io.parlance.preprocess.intake;

import io.parlance.contracts.Violation;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** CloudEvents' structured mode: the envelope is the record's JSON value, the conversation its {@code data}. */
final class StructuredCloudEvent {
    private StructuredCloudEvent() {}

    static Object data(Object event, StrictJson json) throws StrictJson.Malformed {
        if (!(event instanceof Map<?, ?> envelope)) {
            throw malformed("", "expected a CloudEvent as a JSON object");
        }
        if (!"1.0".equals(envelope.get("specversion"))) {
            throw malformed("specversion", "expected \"1.0\"");
        }
        for (String field : List.of("id", "source", "type")) {
            if (!(envelope.get(field) instanceof String text) || text.isBlank()) {
                throw malformed(field, "is missing; a CloudEvent has it as text");
            }
        }
        Object type = envelope.get("datacontenttype");
        if (type != null && !(type instanceof String text && isJson(text))) {
            throw malformed("datacontenttype", "expected application/json");
        }
        if (envelope.get("data_base64") instanceof String encoded) {
            try {
                return json.parse(Base64.getDecoder().decode(encoded));
            } catch (IllegalArgumentException notBase64) {
                throw malformed("data_base64", "is no base64");
            }
        }
        if (envelope.get("data") == null) {
            throw malformed("data", "is missing; expected the conversation");
        }
        return envelope.get("data");
    }

    private static boolean isJson(String mediaType) {
        String type = mediaType.toLowerCase(Locale.ROOT);
        return type.startsWith("application/json") || type.contains("+json");
    }

    private static StrictJson.Malformed malformed(String field, String rule) {
        return new StrictJson.Malformed(new Violation(field, rule));
    }
}
