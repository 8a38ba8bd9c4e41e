package io.parlance.endtoend.kill;

import io.parlance.contracts.Topics;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place on the topic of submitted conversations; preprocess makes its events' ids of it. */
record Position(int partition, long offset) {
    private static final Pattern FORM =
            Pattern.compile(Pattern.quote(Topics.CONVERSATIONS_SUBMITTED) + "-(\\d+)@(\\d+)");

    /** @param eventId such as {@code conversations.submitted.v1-0@17} */
    static Optional<Position> of(String eventId) {
        Matcher form = FORM.matcher(eventId);
        if (!form.matches()) return Optional.empty();
        return Optional.of(new Position(Integer.parseInt(form.group(1)), Long.parseLong(form.group(2))));
    }
}
