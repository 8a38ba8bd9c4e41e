package io.parlance.preprocess;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Query parameters, each honoured or refused by name. */
public final class Query {
    private Query() {}

    /** @throws Refusal when the query has a parameter that is not among these, or one twice */
    public static void unlessKnown(MultivaluedMap<String, String> query, Set<String> known) {
        query.forEach((name, values) -> {
            if (!known.contains(name)) {
                throw Refusal.badRequest(
                        "query parameter %s is not known here; %s"
                                .formatted(
                                        name,
                                        known.isEmpty()
                                                ? "there are none"
                                                : "known are " + String.join(", ", new TreeSet<>(known))),
                        name,
                        "unknown_parameter");
            }
            if (values.size() > 1) {
                throw Refusal.badParameter(name, "%s is given more than once".formatted(name));
            }
        });
    }

    /** A whole number of the query. @throws Refusal when it is none, or out of range */
    public static int number(MultivaluedMap<String, String> query, String name, int least, int most, int otherwise) {
        String text = query.getFirst(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, like a number out of range.
        }
        throw Refusal.badParameter(
                name, "%s is '%s', expected a whole number from %d to %d".formatted(name, text, least, most));
    }

    public static Optional<String> text(MultivaluedMap<String, String> query, String name) {
        Optional<String> text = Optional.ofNullable(query.getFirst(name));
        if (text.isPresent() && text.get().isBlank()) {
            throw Refusal.badParameter(name, "%s is empty; leave it out or name one".formatted(name));
        }
        return text;
    }

    /** One of these values, or none. @throws Refusal when it is another */
    public static Optional<String> choice(MultivaluedMap<String, String> query, String name, List<String> values) {
        String value = query.getFirst(name);
        if (value != null && !values.contains(value)) {
            throw Refusal.badParameter(
                    name, "%s is '%s', expected one of %s".formatted(name, value, String.join(", ", values)));
        }
        return Optional.ofNullable(value);
    }
}
