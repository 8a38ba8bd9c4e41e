package io.parlance.trainer.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the body of {@code POST /v1/fine_tuning/jobs}: all of it is understood, or the first thing that is not is named. */
final class JobRequestReader {
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
        JsonNode json = RequestFields.parse(body);
        RequestFields.refuseUnknown("", json, FIELDS);
        RequestFields.refusePresent(
                json,
                "validation_file",
                "validation_file is not supported: a dataset carries its own validation split. Leave it out.");
        JsonNode integrations = json.path("integrations");
        if (!integrations.isMissingNode() && !integrations.isNull() && !integrations.isEmpty()) {
            throw RequestFields.bad("integrations", "integrations are not supported in this build; leave them out");
        }
        Hyperparameters hyperparameters = hyperparameters(json);
        return new JobRequest(
                RequestFields.text(json, "model")
                        .orElseThrow(
                                () -> RequestFields.bad("model", "model is missing; expected the base model's id")),
                dataset(json),
                hyperparameters.epochs(),
                hyperparameters.batchSize(),
                hyperparameters.multiplier(),
                suffix(json),
                seed(json),
                metadata(json.path("metadata")));
    }

    private record Hyperparameters(OptionalInt epochs, OptionalInt batchSize, OptionalDouble multiplier) {}

    private static String dataset(JsonNode json) throws Refusal {
        String name = RequestFields.text(json, "training_file")
                .orElseThrow(
                        () -> RequestFields.bad(
                                "training_file",
                                "training_file is missing; expected the name of a dataset, such as \"live\", or the id of an uploaded file"));
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw RequestFields.bad(
                    "training_file",
                    "training_file is '%s'; expected the id of an uploaded file or the name of a dataset: up to 64 letters, digits, '.', '_' and '-'"
                            .formatted(RequestFields.shortened(name)));
        }
        return name;
    }

    /** {@code method.supervised.hyperparameters}, or the older {@code hyperparameters}. */
    private static Hyperparameters hyperparameters(JsonNode json) throws Refusal {
        JsonNode legacy = json.path("hyperparameters");
        JsonNode method = json.path("method");
        if (RequestFields.absent(method)) {
            return hyperparameters("hyperparameters", legacy);
        }
        RequestFields.object("method", method);
        RequestFields.refuseUnknown("method.", method, Set.of("type", "supervised", "dpo", "reinforcement"));
        String type = RequestFields.text(method, "type", "method.type")
                .orElseThrow(
                        () -> RequestFields.bad("method.type", "method.type is missing; this build knows supervised"));
        if (!type.equals("supervised")) {
            throw RequestFields.bad(
                    "method.type",
                    "method.type is '%s'; this build knows supervised".formatted(RequestFields.shortened(type)));
        }
        for (String other : Set.of("dpo", "reinforcement")) {
            if (!RequestFields.absent(method.path(other))) {
                throw RequestFields.bad(
                        "method." + other, "method.%s does not go with method.type supervised".formatted(other));
            }
        }
        JsonNode supervised = method.path("supervised");
        if (RequestFields.absent(supervised)) {
            return hyperparameters("hyperparameters", legacy);
        }
        RequestFields.object("method.supervised", supervised);
        RequestFields.refuseUnknown("method.supervised.", supervised, Set.of("hyperparameters"));
        JsonNode current = supervised.path("hyperparameters");
        if (!RequestFields.absent(current) && !RequestFields.absent(legacy)) {
            throw RequestFields.bad(
                    "hyperparameters",
                    "hyperparameters are given twice, here and in method.supervised.hyperparameters; leave one out");
        }
        return RequestFields.absent(current)
                ? hyperparameters("hyperparameters", legacy)
                : hyperparameters("method.supervised.hyperparameters", current);
    }

    private static Hyperparameters hyperparameters(String at, JsonNode json) throws Refusal {
        if (RequestFields.absent(json)) {
            return new Hyperparameters(OptionalInt.empty(), OptionalInt.empty(), OptionalDouble.empty());
        }
        RequestFields.object(at, json);
        RequestFields.refuseUnknown(at + ".", json, HYPERPARAMETERS);
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
            throw RequestFields.bad(
                    param,
                    "%s is %s, expected \"auto\" or a whole number from 1 to %d"
                            .formatted(param, RequestFields.shown(json), most));
        }
        return OptionalInt.of(json.intValue());
    }

    private static OptionalDouble multiplier(JsonNode json, String param) throws Refusal {
        if (isAuto(json)) {
            return OptionalDouble.empty();
        }
        if (!json.isNumber() || !(json.doubleValue() > 0) || json.doubleValue() > MAX_MULTIPLIER) {
            throw RequestFields.bad(
                    param,
                    "%s is %s, expected \"auto\" or a number above 0, at most %.0f"
                            .formatted(param, RequestFields.shown(json), MAX_MULTIPLIER));
        }
        return OptionalDouble.of(json.doubleValue());
    }

    private static boolean isAuto(JsonNode json) {
        return RequestFields.absent(json)
                || json.isTextual() && json.textValue().equals("auto");
    }

    private static Optional<String> suffix(JsonNode json) throws Refusal {
        Optional<String> suffix = RequestFields.text(json, "suffix");
        if (suffix.isPresent() && !suffix.get().matches("[A-Za-z0-9._-]{1,64}")) {
            throw RequestFields.bad(
                    "suffix",
                    "suffix is '%s'; expected 1 to 64 letters, digits, '.', '_' and '-'"
                            .formatted(RequestFields.shortened(suffix.get())));
        }
        return suffix;
    }

    private static OptionalLong seed(JsonNode json) throws Refusal {
        JsonNode seed = json.path("seed");
        if (RequestFields.absent(seed)) {
            return OptionalLong.empty();
        }
        if (!seed.isIntegralNumber() || !seed.canConvertToInt() || seed.intValue() < 0) {
            throw RequestFields.bad(
                    "seed",
                    "seed is %s, expected a whole number from 0 to 2147483647".formatted(RequestFields.shown(seed)));
        }
        return OptionalLong.of(seed.longValue());
    }

    private static Map<String, String> metadata(JsonNode json) throws Refusal {
        if (RequestFields.absent(json)) {
            return Map.of();
        }
        RequestFields.object("metadata", json);
        if (json.size() > MAX_METADATA_PAIRS) {
            throw RequestFields.bad(
                    "metadata",
                    "metadata has %d pairs, at most %d are kept".formatted(json.size(), MAX_METADATA_PAIRS));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> pair : json.properties()) {
            String key = pair.getKey();
            JsonNode value = pair.getValue();
            if (key.isEmpty() || key.length() > MAX_METADATA_KEY) {
                throw RequestFields.bad(
                        "metadata",
                        "the metadata key '%s' has %d characters, expected 1 to %d"
                                .formatted(RequestFields.shortened(key), key.length(), MAX_METADATA_KEY));
            }
            if (!value.isTextual() || value.textValue().length() > MAX_METADATA_VALUE) {
                throw RequestFields.bad(
                        "metadata." + key,
                        "metadata.%s is %s, expected text of at most %d characters"
                                .formatted(key, RequestFields.shown(value), MAX_METADATA_VALUE));
            }
            if (!ApiError.carriable(key + value.textValue()).equals(key + value.textValue())) {
                throw RequestFields.bad(
                        "metadata", "metadata has half a surrogate pair in it, which no UTF-8 can carry");
            }
            metadata.put(key, value.textValue());
        }
        return metadata;
    }
}
