package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Somebody judged a served answer.
 *
 * @param id the same whenever the same feedback is given again
 * @param choice which of the completion's answers
 * @param correction what should have been answered, or null
 * @param comment for people, or null
 * @param subject whose feedback it is, for erasure; or null
 * @param dataset the one that learns from it
 * @param conversationId what was submitted because of it; null when there is nothing to train on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FeedbackGiven(
        String id,
        String completionId,
        Rating rating,
        int choice,
        String correction,
        String comment,
        String subject,
        String dataset,
        String conversationId)
        implements Event {
    public FeedbackGiven {
        Check.text("FeedbackGiven", "id", id);
        Check.text("FeedbackGiven", "completionId", completionId);
        Check.present("FeedbackGiven", "rating", rating);
        Check.atLeast("FeedbackGiven", "choice", choice, 0);
        Check.text("FeedbackGiven", "dataset", dataset);
    }

    /** What was thought of it. */
    public enum Rating {
        @JsonProperty("up")
        UP,
        @JsonProperty("down")
        DOWN
    }

    @Override
    public String topic() {
        return Topics.FEEDBACK_GIVEN;
    }

    @Override
    public String key() {
        return completionId;
    }
}
