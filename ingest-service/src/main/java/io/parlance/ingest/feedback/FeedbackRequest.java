package io.parlance.ingest.feedback;

import io.parlance.contracts.FeedbackGiven.Rating;
import io.parlance.ingest.DatasetName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Feedback as it was given.
 *
 * @param choice which of the completion's answers
 * @param correction what should have been answered, or null
 * @param comment or null
 * @param subject or null
 */
record FeedbackRequest(
        String completionId,
        Rating rating,
        int choice,
        String correction,
        String comment,
        String subject,
        String dataset) {
    private static final String DATASET = "feedback";
    private static final int MAX_TEXT = 65_536;
    private static final int MAX_NAME = 200;
    private static final Set<String> FIELDS =
            Set.of("completion_id", "rating", "choice", "correction", "comment", "subject", "dataset");

    /** It cannot be honoured. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final String param;

        Refused(String param, String message) {
            super(message);
            this.param = param;
        }

        String param() {
            return param;
        }
    }

    /** @param json parsed, of any type @throws Refused naming the field */
    static FeedbackRequest of(Object json) throws Refused {
        if (!(json instanceof Map<?, ?> fields)) {
            throw new Refused("body", "expected a JSON object with completion_id and rating");
        }
        for (Object name : fields.keySet()) {
            if (!FIELDS.contains(String.valueOf(name))) {
                String unknown = String.valueOf(name);
                throw new Refused(
                        unknown, "%s is not known here; expected some of %s".formatted(unknown, new TreeSet<>(FIELDS)));
            }
        }
        String id = text(fields, "completion_id", MAX_NAME);
        if (id == null) {
            throw new Refused("completion_id", "completion_id is missing; it is the id of the answer, chatcmpl-...");
        }
        String dataset = text(fields, "dataset", 64);
        if (dataset != null && !DatasetName.isOpen(dataset)) {
            throw new Refused("dataset", "dataset is '%s'; expected %s".formatted(dataset, DatasetName.EXPECTED));
        }
        return new FeedbackRequest(
                id,
                rating(fields.get("rating")),
                choice(fields.get("choice")),
                text(fields, "correction", MAX_TEXT),
                text(fields, "comment", MAX_TEXT),
                text(fields, "subject", MAX_NAME),
                dataset == null ? DATASET : dataset);
    }

    private static Rating rating(Object json) throws Refused {
        if ("up".equals(json)) {
            return Rating.UP;
        }
        if ("down".equals(json)) {
            return Rating.DOWN;
        }
        throw new Refused("rating", json == null ? "rating is missing; expected up or down" : "expected up or down");
    }

    private static int choice(Object json) throws Refused {
        if (json == null) {
            return 0;
        }
        if (json instanceof Integer number && number >= 0) {
            return number;
        }
        throw new Refused("choice", "expected the index of one of the answers, from 0");
    }

    private static String text(Map<?, ?> fields, String name, int most) throws Refused {
        Object json = fields.get(name);
        if (json == null) {
            return null;
        }
        if (!(json instanceof String text) || text.isBlank() || text.length() > most) {
            throw new Refused(name, "%s is expected to be text of 1 to %d characters".formatted(name, most));
        }
        return text;
    }

    /** All that makes it what it is, for its id. */
    List<String> parts() {
        return List.of(
                completionId,
                rating.name(),
                Integer.toString(choice),
                String.valueOf(correction),
                String.valueOf(comment),
                String.valueOf(subject),
                dataset);
    }
}
