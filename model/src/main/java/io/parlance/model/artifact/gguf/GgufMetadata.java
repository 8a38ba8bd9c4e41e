package io.parlance.model.artifact.gguf;

import io.parlance.model.artifact.ModelFormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The key/value part of a GGUF header. Whole numbers of every width are {@code Long}, floating-point ones
 * {@code Double}; the others {@code Boolean}, {@code String} and lists.
 */
public final class GgufMetadata {
    private final String source;
    private final Map<String, Object> values;

    private GgufMetadata(String source, Map<String, Object> values) {
        this.source = source;
        this.values = values;
    }

    static GgufMetadata read(String source, GgufCursor cursor, int entries) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < entries; i++) {
            String key = cursor.text();
            if (values.put(key, value(cursor, key, cursor.int32())) != null) {
                throw cursor.fault("key %s appears twice".formatted(key));
            }
        }
        return new GgufMetadata(source, values);
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public String text(String key) {
        return typed(key, String.class);
    }

    public Optional<String> textIfAny(String key) {
        return has(key) ? Optional.of(text(key)) : Optional.empty();
    }

    public int integer(String key) {
        long value = typed(key, Long.class);
        if (value != (int) value) throw fault(key, "expected a number below 2^31");
        return (int) value;
    }

    public int integer(String key, int absent) {
        return has(key) ? integer(key) : absent;
    }

    public double number(String key, double absent) {
        if (!has(key)) return absent;
        return values.get(key) instanceof Long whole ? whole : typed(key, Double.class);
    }

    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object element : typed(key, List.class)) {
            if (!(element instanceof String text)) throw fault(key, "expected a list of strings");
            texts.add(text);
        }
        return texts;
    }

    public List<Integer> integers(String key) {
        List<Integer> numbers = new ArrayList<>();
        for (Object element : typed(key, List.class)) {
            if (!(element instanceof Long number)) throw fault(key, "expected a list of whole numbers");
            numbers.add(Math.toIntExact(number));
        }
        return numbers;
    }

    ModelFormatException fault(String key, String problem) {
        Object value = values.get(key);
        return new ModelFormatException(
                "%s: %s is %s; %s".formatted(source, key, value instanceof List ? "a list" : value, problem));
    }

    private <T> T typed(String key, Class<T> type) {
        Object value = values.get(key);
        if (value == null) {
            throw new ModelFormatException(
                    "%s: metadata key %s is absent; the file was not made by llama.cpp's converter, convert it again"
                            .formatted(source, key));
        }
        if (!type.isInstance(value)) throw fault(key, "expected a " + type.getSimpleName());
        return type.cast(value);
    }

    private static Object value(GgufCursor cursor, String key, int type) {
        return switch (type) {
            case 0 -> cursor.int8() & 0xFFL;
            case 1 -> (long) cursor.int8();
            case 2 -> cursor.int16() & 0xFFFFL;
            case 3 -> (long) cursor.int16();
            case 4 -> cursor.int32() & 0xFFFFFFFFL;
            case 5 -> (long) cursor.int32();
            case 6 -> shortestDouble(Float.intBitsToFloat(cursor.int32()));
            case 7 -> cursor.int8() != 0;
            case 8 -> cursor.text();
            case 9 -> list(cursor, key);
            case 10, 11 -> cursor.int64();
            case 12 -> Double.longBitsToDouble(cursor.int64());
            default -> throw cursor.fault("key %s has the unknown value type %d".formatted(key, type));
        };
    }

    /** 1e-5 stored as fp32 was 1e-5 in {@code config.json}: the shortest decimal that gives the same fp32. */
    private static double shortestDouble(float value) {
        return Double.parseDouble(Float.toString(value));
    }

    private static List<Object> list(GgufCursor cursor, String key) {
        int type = cursor.int32();
        if (type == 9) throw cursor.fault("key %s is a list of lists, which this build does not read".formatted(key));
        int count = cursor.count("the number of elements of " + key, 1);
        List<Object> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) elements.add(value(cursor, key, type));
        return elements;
    }
}
