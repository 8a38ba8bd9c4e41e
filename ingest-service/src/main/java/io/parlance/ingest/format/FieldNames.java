package io.parlance.ingest.format;

import io.parlance.contracts.Violation;
import java.util.HashMap;
import java.util.Map;

/** How the fields of the chat shape are called in the record that it was translated from. */
public final class FieldNames {
    /** The names are the chat shape's own. */
    static final FieldNames SAME = new FieldNames();

    private final Map<String, String> origins = new HashMap<>();

    /** @param chatField such as {@code messages[1].content} @param origin such as {@code output} */
    void put(String chatField, String origin) {
        origins.put(chatField, origin);
    }

    /** The same violation, at the field where the writer of the record will look for it. */
    public Violation told(Violation violation) {
        return origins.isEmpty() ? violation : new Violation(origin(violation.field()), violation.rule());
    }

    private String origin(String field) {
        for (int end = field.length();
                end > 0;
                end = Math.max(field.lastIndexOf('.', end - 1), field.lastIndexOf('[', end - 1))) {
            String origin = origins.get(field.substring(0, end));
            if (origin != null) {
                return origin + field.substring(end);
            }
        }
        return field;
    }
}
