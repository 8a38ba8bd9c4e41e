package io.parlance.ingest.format;

import io.parlance.contracts.Violation;
import java.util.HashMap;
import java.util.Map;

/** How the fields of the chat shape are called in the record that it was translated from. */
public final class FieldNames {
    /** The names are the chat shape's own. */
    static final FieldNames SAME = new FieldNames();

    private final Map<String, String> origins = new HashMap<>();
    private final FieldNames inner;

    FieldNames() {
        this(null);
    }

    private FieldNames(FieldNames inner) {
        this.inner = inner;
    }

    /** These names, and what those were called before. */
    FieldNames then(FieldNames before) {
        FieldNames both = new FieldNames(this);
        both.origins.putAll(before.origins);
        return both;
    }

    /** @param chatField such as {@code messages[1].content} @param origin such as {@code output} */
    void put(String chatField, String origin) {
        origins.put(chatField, origin);
    }

    /** The same violation, at the field where the writer of the record will look for it. */
    public Violation told(Violation violation) {
        Violation told = inner == null ? violation : inner.told(violation);
        return origins.isEmpty() ? told : new Violation(origin(told.field()), told.rule());
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
