package io.parlance.inference.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The fields of one JSON object, read by name with type and range checked. {@code null} counts as not given, as OpenAI
 * has it. A field that nobody asked for is unknown: {@link #refuseTheRest()}.
 */
final class JsonFields {
    private static final int SHOWN = 60;

    private final String prefix;
    private final ObjectNode json;
    private final Set<String> known = new HashSet<>();

    private JsonFields(String prefix, ObjectNode json) {
        this.prefix = prefix;
        this.json = json;
    }

    static JsonFields ofBody(JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            throw new InvalidParameter(
                    null, "The body is %s, expected a JSON object.".formatted(kind(json)), "invalid_type");
        }
        return new JsonFields("", object);
    }

    /** @param name of the object itself, which goes in front of its fields' names */
    static JsonFields of(String name, JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            throw invalidType(name, json, "an object");
        }
        return new JsonFields(name + ".", object);
    }

    String param(String field) {
        return prefix + field;
    }

    Optional<JsonNode> value(String field) {
        known.add(field);
        JsonNode value = json.get(field);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    JsonNode required(String field) {
        return value(field)
                .orElseThrow(() -> new InvalidParameter(
                        param(field),
                        "Missing required parameter: '%s'.".formatted(param(field)),
                        "missing_required_parameter"));
    }

    String requiredText(String field) {
        return text(param(field), required(field));
    }

    Optional<String> text(String field) {
        return value(field).map(value -> text(param(field), value));
    }

    boolean flag(String field, boolean otherwise) {
        return value(field)
                .map(value -> {
                    if (!value.isBoolean()) {
                        throw invalidType(param(field), value, "true or false");
                    }
                    return value.booleanValue();
                })
                .orElse(otherwise);
    }

    OptionalDouble number(String field, double least, double most) {
        Optional<JsonNode> value = value(field);
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (!value.get().isNumber()) {
            throw invalidType(param(field), value.get(), "a number");
        }
        double number = value.get().doubleValue();
        if (!(number >= least && number <= most)) {
            throw outOfRange(param(field), value.get().asText(), "%s to %s".formatted(plain(least), plain(most)));
        }
        return OptionalDouble.of(number);
    }

    OptionalInt whole(String field, int least, int most) {
        Optional<JsonNode> value = value(field);
        return value.isEmpty() ? OptionalInt.empty() : OptionalInt.of(whole(param(field), value.get(), least, most));
    }

    OptionalLong longNumber(String field) {
        Optional<JsonNode> value = value(field);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.get().isIntegralNumber() || !value.get().canConvertToLong()) {
            throw invalidType(param(field), value.get(), "a whole number of at most 64 bits");
        }
        return OptionalLong.of(value.get().longValue());
    }

    /** A parameter this build cannot honour: only values that change nothing pass. */
    void refuseUnless(String field, Predicate<JsonNode> harmless, String why) {
        Optional<JsonNode> value = value(field);
        if (value.isPresent() && !harmless.test(value.get())) {
            throw new InvalidParameter(param(field), "'%s': %s".formatted(param(field), why), "unsupported_parameter");
        }
    }

    void refuseTheRest() {
        List<String> unknown = new ArrayList<>();
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                unknown.add(name);
            }
        });
        if (!unknown.isEmpty()) {
            String first = prefix + shown(unknown.getFirst());
            throw new InvalidParameter(
                    first,
                    "Unknown parameter: '%s'. Nothing is ignored here: leave it out.".formatted(first),
                    "unknown_parameter");
        }
    }

    static String text(String param, JsonNode value) {
        if (!value.isTextual()) {
            throw invalidType(param, value, "text");
        }
        String text = value.textValue();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new InvalidParameter(
                        param,
                        "'%s' holds half of a surrogate pair at character %d, which no UTF-8 can carry."
                                .formatted(param, i),
                        "invalid_value");
            }
        }
        return text;
    }

    static int whole(String param, JsonNode value, int least, int most) {
        // 1.0 is what some clients make of 1.
        boolean whole =
                value.isIntegralNumber() || value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
        if (!whole) {
            throw invalidType(param, value, "a whole number");
        }
        double number = value.doubleValue();
        if (number < least || number > most) {
            throw outOfRange(param, value.asText(), "%d to %d".formatted(least, most));
        }
        return (int) number;
    }

    static InvalidParameter invalidType(String param, JsonNode value, String expected) {
        return new InvalidParameter(
                param,
                "Invalid type for '%s': is %s, expected %s.".formatted(param, kind(value), expected),
                "invalid_type");
    }

    static InvalidParameter outOfRange(String param, String value, String expected) {
        return new InvalidParameter(
                param,
                "Invalid value for '%s': is %s, expected %s.".formatted(param, shown(value), expected),
                "invalid_value");
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case STRING, BINARY -> "text";
            case NUMBER -> "the number " + shown(value.asText());
            case BOOLEAN -> value.asText();
            case NULL -> "null";
            case MISSING -> "empty";
        };
    }

    /** A client's own text, short and printable enough for a message. */
    static String shown(String text) {
        StringBuilder line = new StringBuilder();
        text.chars()
                .limit(SHOWN)
                .forEach(c ->
                        line.append(Character.isISOControl(c) || Character.isSurrogate((char) c) ? '?' : (char) c));
        return text.length() > SHOWN ? line + "..." : line.toString();
    }
}
