package io.parlance.ingest.feedback;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The time in a completion's id, which is a UUID of version 7 behind a prefix. */
final class CompletionTime {
    private static final Pattern ID = Pattern.compile("chatcmpl-([0-9a-f]{12})7[0-9a-f]{19}");

    private CompletionTime() {}

    /** Empty when the id is none of ours. */
    static Optional<Instant> of(String id) {
        Matcher matcher = ID.matcher(id);
        return matcher.matches()
                ? Optional.of(Instant.ofEpochMilli(Long.parseLong(matcher.group(1), 16)))
                : Optional.empty();
    }
}
