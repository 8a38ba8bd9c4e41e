package io.parlance.ingest.format;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What training data may be written in. */
public enum Format {
    /** {@code messages} of role and content. */
    OPENAI_CHAT("openai_chat", "messages"),
    /** {@code conversations} of from and value. */
    SHAREGPT("sharegpt", "conversations"),
    /** {@code instruction, input, output}. */
    ALPACA("alpaca", "instruction"),
    /** Two answers to one prompt: {@code chosen, rejected} or {@code preferred_output, non_preferred_output}. */
    PREFERENCE("preference", "chosen", "rejected", "preferred_output", "non_preferred_output"),
    /** {@code prompt, completion}. */
    PROMPT_COMPLETION("prompt_completion", "completion", "prompt"),
    /** Rows of fields between commas. */
    CSV("csv"),
    /** Rows of fields between tabs. */
    TSV("tsv"),
    /** A Parquet file. */
    PARQUET("parquet"),
    /** Plain text, a page by paragraphs. */
    TEXT("text"),
    /** A page by headings. */
    HTML("html");

    private final String wireName;
    private final List<String> tellingFields;

    Format(String wireName, String... tellingFields) {
        this.wireName = wireName;
        this.tellingFields = List.of(tellingFields);
    }

    /** Its name in parameters, sources and answers, such as {@code openai_chat}. */
    public String wireName() {
        return wireName;
    }

    /** Whether its records are JSON objects, told apart by their fields. */
    public boolean isJson() {
        return !tellingFields.isEmpty();
    }

    public static Optional<Format> named(String wireName) {
        return Arrays.stream(values()).filter(f -> f.wireName.equals(wireName)).findFirst();
    }

    /** All names, for a message. */
    public static String names() {
        return Arrays.stream(values()).map(Format::wireName).collect(Collectors.joining(", "));
    }

    /** The first of a record's fields by which it may be of this format, or null. */
    String toldBy(Map<?, ?> record) {
        for (String field : tellingFields) {
            if (record.containsKey(field)) {
                return field;
            }
        }
        return null;
    }

    /** What a JSON record is by its fields, or null when none tells. */
    static Format of(Map<?, ?> record) {
        for (Format format : values()) {
            if (format.toldBy(record) != null) {
                return format;
            }
        }
        return null;
    }
}
