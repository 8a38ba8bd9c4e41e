package io.parlance.model.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a JSON object, read with their type checked; every refusal names file, field and what was expected. A
 * field that is {@code null} counts as absent, as Hugging Face's readers have it.
 */
public final class JsonFields {
    private final String source;
    private final String prefix;
    private final JsonNode object;

    JsonFields(String source, String prefix, JsonNode object) {
        this.source = source;
        this.prefix = prefix;
        this.object = object;
    }

    public JsonNode tree() {
        return object;
    }

    public boolean has(String field) {
        return object.hasNonNull(field);
    }

    public String text(String field) {
        JsonNode value = required(field);
        if (!value.isTextual()) throw fault(field, "expected a string");
        return value.textValue();
    }

    public String text(String field, String absent) {
        return has(field) ? text(field) : absent;
    }

    public int integer(String field) {
        JsonNode value = required(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) throw fault(field, "expected a whole number");
        return value.intValue();
    }

    public int integer(String field, int absent) {
        return has(field) ? integer(field) : absent;
    }

    public long count(String field) {
        JsonNode value = required(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw fault(field, "expected a whole number of at least 0");
        }
        return value.longValue();
    }

    /** A whole number of at least 1. */
    public int size(String field) {
        int value = integer(field);
        if (value < 1) throw fault(field, "expected at least 1");
        return value;
    }

    public int size(String field, int absent) {
        return has(field) ? size(field) : absent;
    }

    public double number(String field) {
        JsonNode value = required(field);
        if (!value.isNumber()) throw fault(field, "expected a number");
        return value.doubleValue();
    }

    public double number(String field, double absent) {
        return has(field) ? number(field) : absent;
    }

    public boolean flag(String field, boolean absent) {
        if (!has(field)) return absent;
        JsonNode value = object.get(field);
        if (!value.isBoolean()) throw fault(field, "expected true or false");
        return value.booleanValue();
    }

    /** One whole number, a list of them, or none when the field is absent. */
    public List<Integer> integers(String field) {
        if (!has(field)) return List.of();
        JsonNode value = object.get(field);
        if (!value.isArray()) return List.of(integer(field));
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isIntegralNumber() || !element.canConvertToInt()) {
                throw fault(field, "expected a whole number or a list of them");
            }
            numbers.add(element.intValue());
        }
        return List.copyOf(numbers);
    }

    public List<String> texts(String field) {
        JsonNode value = required(field);
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) throw fault(field, "expected a list of strings");
            texts.add(element.textValue());
        }
        if (!value.isArray()) throw fault(field, "expected a list of strings");
        return List.copyOf(texts);
    }

    public JsonFields object(String field) {
        JsonNode value = required(field);
        if (!value.isObject()) throw fault(field, "expected an object");
        return new JsonFields(source, prefix + field + ".", value);
    }

    /** An element of a list in this object, named after the list in messages. */
    public JsonFields element(String list, JsonNode element) {
        if (!element.isObject()) throw fault(list, "expected a list of objects");
        return new JsonFields(source, prefix + list + "[].", element);
    }

    /** A refusal of this field's value: {@code config.json: rope_scaling.rope_type is "yarn"; <problem>}. */
    public ModelFormatException fault(String field, String problem) {
        String value = object.path(field).toString();
        String shown = value.length() > 80 ? value.substring(0, 80) + "..." : value;
        return new ModelFormatException(
                "%s: %s%s is %s; %s".formatted(source, prefix, field, shown.isEmpty() ? "absent" : shown, problem));
    }

    /** A refusal of the file as a whole. */
    public ModelFormatException fault(String problem) {
        return new ModelFormatException("%s: %s".formatted(source, problem));
    }

    private JsonNode required(String field) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            throw new ModelFormatException(
                    "%s: %s%s is absent, and this build has no default for it".formatted(source, prefix, field));
        }
        return value;
    }
}
