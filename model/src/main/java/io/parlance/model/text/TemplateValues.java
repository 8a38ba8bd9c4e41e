package io.parlance.model.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** JSON values as the template interpreter takes them: whole numbers as Long, others as Double. */
final class TemplateValues {
    private TemplateValues() {}

    /** A copy in which every text, also a field's name, went through this function. */
    static Object copy(Object json, UnaryOperator<String> texts) {
        return switch (json) {
            case String text -> texts.apply(text);
            case Map<?, ?> object -> {
                Map<String, Object> copied = new LinkedHashMap<>();
                object.forEach((name, value) -> copied.put(texts.apply(String.valueOf(name)), copy(value, texts)));
                yield copied;
            }
            case List<?> list -> list.stream().map(item -> copy(item, texts)).toList();
            case Integer n -> n.longValue();
            case Short n -> n.longValue();
            case Float n -> n.doubleValue();
            case null, default -> json;
        };
    }

    /** The same for a list of objects. */
    @SuppressWarnings("unchecked") // The copy of an object is an object.
    static List<Map<String, Object>> copies(List<Map<String, Object>> objects, UnaryOperator<String> texts) {
        return objects.stream()
                .map(object -> (Map<String, Object>) copy(object, texts))
                .toList();
    }
}
