package io.parlance.ingest.format;

import io.parlance.contracts.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Turns the rows of a table into records of the JSON format that its columns amount to. */
final class RowMapping {
    /** Names that say the same; the known fields themselves need none. */
    private static final Map<String, String> ALIASES =
            Map.of("question", "prompt", "query", "prompt", "answer", "completion", "response", "completion");

    /** Where there is no {@code instruction}, these two are what is asked and answered. */
    private static final Map<String, String> PAIR_ALIASES = Map.of("input", "prompt", "output", "completion");

    /** Kept as texts by those who write tables, read as the JSON that they hold. */
    private static final Set<String> NESTED =
            Set.of("messages", "conversations", "tools", "history", "metadata", "non_preferred");

    /** Short names, which may be numbers in a table. */
    private static final Set<String> NAMES = Set.of("id", "label", "subject", "dataset");

    /** What is left away when it is empty. */
    private static final Set<String> OPTIONAL = Set.of(
            "id", "label", "subject", "dataset", "system", "input", "tools", "history", "metadata", "non_preferred");

    private final Map<Integer, String> fieldByColumn;
    private final FieldNames names;
    private final Translation translation;

    private RowMapping(Map<Integer, String> fieldByColumn, FieldNames names, Translation translation) {
        this.fieldByColumn = fieldByColumn;
        this.names = names;
        this.translation = translation;
    }

    /** @throws Unmappable saying which column has no field, or which field no column */
    static RowMapping of(List<String> header, Columns columns, Set<String> ignored) throws Unmappable {
        Map<Integer, String> fields = new LinkedHashMap<>();
        List<String> unmapped = new ArrayList<>();
        Set<String> lower = new HashSet<>(header.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList());
        for (int i = 0; i < header.size(); i++) {
            String column = header.get(i).strip();
            String field = columns.byField().isEmpty() ? byName(column, lower) : told(column, columns);
            if (ignored.contains(column)) {
                continue;
            }
            if (field == null) {
                unmapped.add("'" + JsonKind.shown(column) + "'");
            } else if (fields.containsValue(field)) {
                throw new Unmappable("give two columns for %s; name the one to use, such as columns=%s:%s"
                        .formatted(field, field, JsonKind.shown(column)));
            } else {
                fields.put(i, field);
            }
        }
        for (Map.Entry<String, String> wanted : columns.byField().entrySet()) {
            if (!fields.containsValue(wanted.getKey())) {
                throw new Unmappable("name column '%s' for %s, which is not there (or ignored); found %s"
                        .formatted(JsonKind.shown(wanted.getValue()), wanted.getKey(), shown(header)));
            }
        }
        if (!unmapped.isEmpty()) {
            throw new Unmappable(
                    "give no field to column %s; map it, such as columns=prompt:question,completion:answer or metadata.<key>:<column>, or name it in ignore"
                            .formatted(String.join(", ", unmapped)));
        }
        return new RowMapping(fields, names(fields, header), translation(fields, header));
    }

    /** @param cells as many as the header has; texts, or what Parquet holds */
    ReadRecord.Content content(List<?> cells) {
        Map<String, Object> record = new LinkedHashMap<>();
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (Map.Entry<Integer, String> mapped : fieldByColumn.entrySet()) {
            String field = mapped.getValue();
            Object cell = cells.get(mapped.getKey());
            String key = Columns.metadataKey(field);
            if (cell == null || cell.equals("") && (OPTIONAL.contains(field) || key != null)) {
                continue;
            }
            if (key != null) {
                metadata.put(key, name(cell));
            } else if (NESTED.contains(field) && cell instanceof String text) {
                if (!(RecordParser.parse(text) instanceof ParsedJson.Value nested)) {
                    return told(ReadRecord.Refused.because(field, "is not JSON; expected a list"));
                }
                record.put(field, nested.value());
            } else {
                record.put(field, NAMES.contains(field) ? name(cell) : cell);
            }
        }
        if (!metadata.isEmpty()) {
            if (record.get("metadata") instanceof Map<?, ?> whole) {
                whole.forEach((key, value) -> metadata.putIfAbsent(String.valueOf(key), value));
            }
            record.put("metadata", metadata);
        }
        return switch (translation.translate(record)) {
            case ReadRecord.Chat chat ->
                new ReadRecord.Chat(chat.json(), chat.names().then(names));
            case ReadRecord.Refused refused -> told(refused);
            case ReadRecord.Stray stray -> stray;
        };
    }

    private ReadRecord.Refused told(ReadRecord.Refused refused) {
        List<Violation> violations =
                refused.violations().stream().map(names::told).toList();
        return new ReadRecord.Refused(violations, refused.total(), refused.id(), refused.dataset());
    }

    private static Object name(Object cell) {
        return cell instanceof Number || cell instanceof Boolean ? cell.toString() : cell;
    }

    private static String told(String column, Columns columns) {
        for (Map.Entry<String, String> mapped : columns.byField().entrySet()) {
            if (mapped.getValue().equals(column)) {
                return mapped.getKey();
            }
        }
        return null;
    }

    private static String byName(String column, Set<String> header) {
        String name = column.toLowerCase(Locale.ROOT);
        if (!header.contains("instruction") && !header.contains("preferred_output") && PAIR_ALIASES.containsKey(name)) {
            return PAIR_ALIASES.get(name);
        }
        return Columns.isField(name) ? name : ALIASES.get(name);
    }

    private static FieldNames names(Map<Integer, String> fields, List<String> header) {
        FieldNames names = new FieldNames();
        fields.forEach((column, field) -> names.put(field, header.get(column).strip()));
        return names;
    }

    private static Translation translation(Map<Integer, String> fields, List<String> header) throws Unmappable {
        Map<String, Object> record = new LinkedHashMap<>();
        fields.values().forEach(field -> record.put(field, true));
        Format format = Format.of(record);
        boolean whole = format != null
                && switch (format) {
                    case OPENAI_CHAT, SHAREGPT -> true;
                    case ALPACA -> record.containsKey("output");
                    case PREFERENCE ->
                        record.keySet().containsAll(Set.of("chosen", "rejected"))
                                || record.keySet()
                                        .containsAll(Set.of("input", "preferred_output", "non_preferred_output"));
                    case PROMPT_COMPLETION -> record.containsKey("prompt") && record.containsKey("completion");
                    case CSV, TSV, PARQUET, TEXT, HTML -> false;
                };
        if (!whole) {
            throw new Unmappable(
                    "do not say what was asked and what was answered; map both, such as columns=prompt:question,completion:answer; found %s"
                            .formatted(shown(header)));
        }
        return Translation.of(format);
    }

    private static String shown(List<String> header) {
        return header.stream().limit(50).map(JsonKind::shown).toList().toString();
    }

    /** A table's columns do not make conversations. The message goes on from "columns". */
    static final class Unmappable extends Exception {
        private static final long serialVersionUID = 1L;

        private Unmappable(String rule) {
            super(rule);
        }
    }
}
