package io.parlance.ingest.format;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which column of a table holds which field.
 *
 * @param byField the column's name of each field, or its 1-based number where there is no header; empty to go by names
 * @param header whether the first row names the columns
 */
public record Columns(Map<String, String> byField, boolean header) {
    /** By the names in the first row. */
    public static final Columns BY_NAME = new Columns(Map.of(), true);

    private static final String METADATA = "metadata.";
    private static final Set<String> FIELDS = Set.of(
            "prompt",
            "completion",
            "system",
            "label",
            "subject",
            "id",
            "dataset",
            "instruction",
            "input",
            "output",
            "chosen",
            "rejected",
            "messages",
            "conversations",
            "tools",
            "parallel_tool_calls",
            "history",
            "metadata",
            "non_preferred",
            "preferred_output",
            "non_preferred_output");

    public Columns {
        byField = new LinkedHashMap<>(byField);
    }

    /**
     * Reads {@code prompt:question,completion:answer}.
     *
     * @throws IllegalArgumentException saying which part is wrong
     */
    public static Columns parse(String mapping, boolean header) {
        Map<String, String> byField = new LinkedHashMap<>();
        for (String part : mapping == null ? new String[0] : mapping.split(",")) {
            int colon = part.indexOf(':');
            if (colon < 1 || colon == part.length() - 1) {
                throw new IllegalArgumentException(
                        "'%s' is no pair; expected field:column, such as prompt:question".formatted(part));
            }
            String field = part.substring(0, colon).strip();
            String column = part.substring(colon + 1).strip();
            if (!FIELDS.contains(field) && !(field.startsWith(METADATA) && field.length() > METADATA.length())) {
                throw new IllegalArgumentException("'%s' is no field; expected %s or metadata.<key>"
                        .formatted(field, FIELDS.stream().sorted().toList()));
            }
            if (!header && !column.matches("[1-9][0-9]{0,4}")) {
                throw new IllegalArgumentException(
                        "'%s' is no column number; without a header columns are called 1, 2, ...".formatted(column));
            }
            if (byField.put(field, column) != null) {
                throw new IllegalArgumentException("%s is given two columns".formatted(field));
            }
        }
        if (!header && byField.isEmpty()) {
            throw new IllegalArgumentException("without a header columns must be given, such as prompt:1,completion:2");
        }
        return new Columns(byField, header);
    }

    static boolean isField(String name) {
        return FIELDS.contains(name) || name.startsWith(METADATA) && name.length() > METADATA.length();
    }

    /** The key of a {@code metadata.<key>} field, or null. */
    static String metadataKey(String field) {
        return field.startsWith(METADATA) ? field.substring(METADATA.length()) : null;
    }
}
