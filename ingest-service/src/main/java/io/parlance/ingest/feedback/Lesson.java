package io.parlance.ingest.feedback;

import io.parlance.contracts.CheckedConversation;
import io.parlance.contracts.CompletionServed;
import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.FeedbackGiven.Rating;
import io.parlance.contracts.Source;
import io.parlance.contracts.Turn;
import io.parlance.contracts.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What feedback on an answer teaches. */
sealed interface Lesson {
    /** A conversation to learn from. */
    record Learn(ConversationSubmitted conversation) implements Lesson {}

    /** Nothing: the answer was bad, and nobody said what would have been good. */
    record Nothing() implements Lesson {}

    /** The feedback does not fit the answer. */
    record Unfit(String param, String message) implements Lesson {}

    static Lesson of(FeedbackRequest feedback, CompletionServed served) {
        Turn answer = null;
        for (CompletionServed.Choice choice : served.choices()) {
            if (choice.index() == feedback.choice()) {
                answer = choice.message();
            }
        }
        if (answer == null) {
            return new Unfit(
                    "choice",
                    "the completion has no answer %d with text; it has %s"
                            .formatted(
                                    feedback.choice(),
                                    served.choices().stream()
                                            .map(CompletionServed.Choice::index)
                                            .toList()));
        }
        if (feedback.correction() == null) {
            return feedback.rating() == Rating.UP ? learn(feedback, served, answer, null) : new Nothing();
        }
        if (feedback.correction().equals(answer.content())) {
            return new Unfit("correction", "the correction is what was answered; leave it out");
        }
        return learn(feedback, served, new Turn("assistant", feedback.correction()), answer);
    }

    /** By the rules for all conversations. @param worse what was answered instead, or null */
    private static Lesson learn(FeedbackRequest feedback, CompletionServed served, Turn better, Turn worse) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", feedback.dataset());
        List<Map<String, Object>> messages = new ArrayList<>();
        served.messages().forEach(turn -> messages.add(said(turn)));
        messages.add(said(better));
        json.put("messages", messages);
        if (worse != null) {
            json.put("non_preferred", List.of(said(worse)));
        }
        if (!served.tools().isEmpty()) {
            json.put("tools", served.tools());
        }
        String subject = feedback.subject() != null ? feedback.subject() : served.user();
        if (subject != null) {
            json.put("subject", subject);
        }
        return switch (ConversationRules.check(json)) {
            case CheckedConversation.Accepted(ConversationSubmitted c) ->
                new Learn(c.placed(c.id(), c.dataset(), new Source("feedback", served.id(), null, null)));
            case CheckedConversation.Refused refused -> {
                Violation first = refused.violations().getFirst();
                yield new Unfit(
                        feedback.correction() == null ? "completion_id" : "correction",
                        "the conversation that this makes is refused: %s %s".formatted(first.field(), first.rule()));
            }
        };
    }

    private static Map<String, Object> said(Turn turn) {
        return Map.of("role", turn.role(), "content", turn.content());
    }
}
