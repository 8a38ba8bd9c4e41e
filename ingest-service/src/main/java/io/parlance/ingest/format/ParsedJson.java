package io.parlance.ingest.format;

/** What became of a record's bytes: JSON as the JDK's maps, lists, texts and numbers, or why they are none. */
sealed interface ParsedJson {
    record Value(Object value) implements ParsedJson {}

    /** @param rule what is wrong and where, in words */
    record Unreadable(String rule) implements ParsedJson {}
}
