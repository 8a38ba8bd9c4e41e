package io.parlance.ingest;

/** What became of a record's bytes: JSON as the JDK's maps, lists, texts and numbers, or why they are none. */
sealed interface ParsedRecord {
    record Json(Object value) implements ParsedRecord {}

    /** @param rule what is wrong and where, in words */
    record Unreadable(String rule) implements ParsedRecord {}
}
