package io.parlance.trainer.job;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the body of {@code POST /v1/fine_tuning/jobs}: all of it is understood, or the first thing that is not is named. */
final class JobRequestReader {
    static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int MAX_METADATA_PAIRS = 16;
    private static final int MAX_METADATA_KEY = 64;
    private static final int MAX_METADATA_VALUE = 512;
    private static final double MAX_MULTIPLIER = 100;
    private static final Set<String> FIELDS = Set.of(
            "model",
            "training_file",
            "validation_file",
            "hyperparameters",
            "method",
            "suffix",
            "seed",
            "metadata",
            "integrations");
    private static final Set<String> HYPERPARAMETERS = Set.of("n_epochs", "batch_size", "learning_rate_multiplier");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private JobRequestReader() {}

    /** The body is not to be honoured; the error says why. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient ApiError error;

        Refusal(ApiError error) {
            super(error.message());
            this.error = error;
        }

        ApiError error() {
            return error;
        }
    }

    static JobRequest read(byte[] body) throws Refusal {
        JsonNode json = parse(body);
        refuseUnknown("", json, FIELDS);
        refusePresent(
                json,
                "validation_file",
                "validation_file is not supported: a dataset carries its own validation split. Leave it out.");
        JsonNode integrations = json.path("integrations");
        if (!integrations.isMissingNode() && !integrations.isNull() && !integrations.isEmpty()) {
            throw bad("integrations", "integrations are not supported in this build; leave them out");
        }
        Hyperparameters hyperparameters = hyperparameters(json);
        return new JobRequest(
                text(json, "model").orElseThrow(() -> bad("model", "model is missing; expected the base model's id")),
                dataset(json),
                hyperparameters.epochs(),
                hyperparameters.batchSize(),
                hyperparameters.multiplier(),
                suffix(json),
                seed(json),
                metadata(json.path("metadata")));
    }

    private record Hyperparameters(OptionalInt epochs, OptionalInt batchSize, OptionalDouble multiplier) {}

    private static JsonNode parse(byte[] body) throws Refusal {
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

    private static String dataset(JsonNode json) throws Refusal {
        String name = text(json, "training_file")
                .orElseThrow(
                        () -> bad(
                                "training_file",
                                "training_file is missing; expected the name of a dataset, such as \"live\", or the id of an uploaded file"));
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw bad(
                    "training_file",
                    "training_file is '%s'; expected the id of an uploaded file or the name of a dataset: up to 64 letters, digits, '.', '_' and '-'"
                            .formatted(shortened(name)));
        }
        return name;
    }

    /** {@code method.supervised.hyperparameters}, or the older {@code hyperparameters}. */
    private static Hyperparameters hyperparameters(JsonNode json) throws Refusal {
        JsonNode legacy = json.path("hyperparameters");
        JsonNode method = json.path("method");
        if (absent(method)) {
            return hyperparameters("hyperparameters", legacy);
        }
        object("method", method);
        refuseUnknown("method.", method, Set.of("type", "supervised", "dpo", "reinforcement"));
        String type = text(method, "type", "method.type")
                .orElseThrow(() -> bad("method.type", "method.type is missing; this build knows supervised"));
        if (!type.equals("supervised")) {
            throw bad("method.type", "method.type is '%s'; this build knows supervised".formatted(shortened(type)));
        }
        for (String other : Set.of("dpo", "reinforcement")) {
            if (!absent(method.path(other))) {
                throw bad("method." + other, "method.%s does not go with method.type supervised".formatted(other));
            }
        }
        JsonNode supervised = method.path("supervised");
        if (absent(supervised)) {
            return hyperparameters("hyperparameters", legacy);
        }
        object("method.supervised", supervised);
        refuseUnknown("method.supervised.", supervised, Set.of("hyperparameters"));
        JsonNode current = supervised.path("hyperparameters");
        if (!absent(current) && !absent(legacy)) {
            throw bad(
                    "hyperparameters",
                    "hyperparameters are given twice, here and in method.supervised.hyperparameters; leave one out");
        }
        return absent(current)
                ? hyperparameters("hyperparameters", legacy)
                : hyperparameters("method.supervised.hyperparameters", current);
    }

    private static Hyperparameters hyperparameters(String at, JsonNode json) throws Refusal {
        if (absent(json)) {
            return new Hyperparameters(OptionalInt.empty(), OptionalInt.empty(), OptionalDouble.empty());
        }
        object(at, json);
        refuseUnknown(at + ".", json, HYPERPARAMETERS);
        return new Hyperparameters(
                wholeOrAuto(json.path("n_epochs"), at + ".n_epochs", 50),
                wholeOrAuto(json.path("batch_size"), at + ".batch_size", 256),
                multiplier(json.path("learning_rate_multiplier"), at + ".learning_rate_multiplier"));
    }

    private static OptionalInt wholeOrAuto(JsonNode json, String param, int most) throws Refusal {
        if (isAuto(json)) {
            return OptionalInt.empty();
        }
        if (!json.isIntegralNumber() || !json.canConvertToInt() || json.intValue() < 1 || json.intValue() > most) {
            throw bad(
                    param,
                    "%s is %s, expected \"auto\" or a whole number from 1 to %d".formatted(param, shown(json), most));
        }
        return OptionalInt.of(json.intValue());
    }

    private static OptionalDouble multiplier(JsonNode json, String param) throws Refusal {
        if (isAuto(json)) {
            return OptionalDouble.empty();
        }
        if (!json.isNumber() || !(json.doubleValue() > 0) || json.doubleValue() > MAX_MULTIPLIER) {
            throw bad(
                    param,
                    "%s is %s, expected \"auto\" or a number above 0, at most %.0f"
                            .formatted(param, shown(json), MAX_MULTIPLIER));
        }
        return OptionalDouble.of(json.doubleValue());
    }

    private static boolean isAuto(JsonNode json) {
        return absent(json) || json.isTextual() && json.textValue().equals("auto");
    }

    private static Optional<String> suffix(JsonNode json) throws Refusal {
        Optional<String> suffix = text(json, "suffix");
        if (suffix.isPresent() && !suffix.get().matches("[A-Za-z0-9._-]{1,64}")) {
            throw bad(
                    "suffix",
                    "suffix is '%s'; expected 1 to 64 letters, digits, '.', '_' and '-'"
                            .formatted(shortened(suffix.get())));
        }
        return suffix;
    }

    private static OptionalLong seed(JsonNode json) throws Refusal {
        JsonNode seed = json.path("seed");
        if (absent(seed)) {
            return OptionalLong.empty();
        }
        if (!seed.isIntegralNumber() || !seed.canConvertToInt() || seed.intValue() < 0) {
            throw bad("seed", "seed is %s, expected a whole number from 0 to 2147483647".formatted(shown(seed)));
        }
        return OptionalLong.of(seed.longValue());
    }

    private static Map<String, String> metadata(JsonNode json) throws Refusal {
        if (absent(json)) {
            return Map.of();
        }
        object("metadata", json);
        if (json.size() > MAX_METADATA_PAIRS) {
            throw bad(
                    "metadata",
                    "metadata has %d pairs, at most %d are kept".formatted(json.size(), MAX_METADATA_PAIRS));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> pair : json.properties()) {
            String key = pair.getKey();
            JsonNode value = pair.getValue();
            if (key.isEmpty() || key.length() > MAX_METADATA_KEY) {
                throw bad(
                        "metadata",
                        "the metadata key '%s' has %d characters, expected 1 to %d"
                                .formatted(shortened(key), key.length(), MAX_METADATA_KEY));
            }
            if (!value.isTextual() || value.textValue().length() > MAX_METADATA_VALUE) {
                throw bad(
                        "metadata." + key,
                        "metadata.%s is %s, expected text of at most %d characters"
                                .formatted(key, shown(value), MAX_METADATA_VALUE));
            }
            if (!ApiError.carriable(key + value.textValue()).equals(key + value.textValue())) {
                throw bad("metadata", "metadata has half a surrogate pair in it, which no UTF-8 can carry");
            }
            metadata.put(key, value.textValue());
        }
        return metadata;
    }

    private static Optional<String> text(JsonNode json, String field) throws Refusal {
        return text(json, field, field);
    }

    private static Optional<String> text(JsonNode json, String field, String param) throws Refusal {
        JsonNode value = json.path(field);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw bad(param, "%s is %s, expected text".formatted(param, shown(value)));
        }
        return Optional.of(value.textValue());
    }

    private static void object(String param, JsonNode json) throws Refusal {
        if (!json.isObject()) {
            throw bad(param, "%s is %s, expected an object".formatted(param, shown(json)));
        }
    }

    private static void refusePresent(JsonNode json, String field, String why) throws Refusal {
        if (!absent(json.path(field))) {
            throw bad(field, why);
        }
    }

    private static void refuseUnknown(String at, JsonNode json, Set<String> known) throws Refusal {
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

    private static boolean absent(JsonNode json) {
        return json.isMissingNode() || json.isNull();
    }

    private static String shown(JsonNode json) {
        return shortened(json.toString());
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }

    private static Refusal bad(String param, String message) {
        return new Refusal(ApiError.badParameter(param, message));
    }
}
