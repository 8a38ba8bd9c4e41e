package io.parlance.ingest;

/** A broken rule as one sentence: which line, which field, what is wrong. */
final class RefusalSentence {
    private RefusalSentence() {}

    /** @param line null where the source is one record @param field empty for the whole record */
    static String of(Long line, String field, String rule) {
        if (rule.startsWith("line ") || rule.startsWith("the record ")) {
            return rule; // Of a mixture: it names the lines itself.
        }
        return "%s%s %s"
                .formatted(line == null ? "" : "line " + line + ": ", field.isEmpty() ? "the record" : field, rule);
    }
}
