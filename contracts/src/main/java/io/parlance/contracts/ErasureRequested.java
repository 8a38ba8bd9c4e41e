package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Somebody wants conversations to be gone, with everything that was made of them. The request itself is taken out of its
 * topic once its receipt is written, for it may name a person.
 *
 * @param erasureId {@code era-...}, the receipt's too
 * @param subject whose conversations, when {@link Scope#SUBJECT}; else null
 * @param dataset the conversation's, or all of it when {@link Scope#DATASET}; null for a subject, who may be in any
 * @param conversationId when {@link Scope#CONVERSATION}; else null
 * @param requestedAt seconds since 1970
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErasureRequested(
        String erasureId, Scope scope, String subject, String dataset, String conversationId, long requestedAt)
        implements Event {
    public ErasureRequested {
        Check.text("ErasureRequested", "erasureId", erasureId);
        Check.present("ErasureRequested", "scope", scope);
        switch (scope) {
            case SUBJECT -> Check.text("ErasureRequested", "subject", subject);
            case DATASET -> Check.text("ErasureRequested", "dataset", dataset);
            case CONVERSATION -> {
                Check.text("ErasureRequested", "dataset", dataset);
                Check.text("ErasureRequested", "conversationId", conversationId);
            }
        }
    }

    /** What is to be gone. */
    public enum Scope {
        /** All that a subject said, in every dataset. */
        @JsonProperty("subject")
        SUBJECT,
        /** One conversation. */
        @JsonProperty("conversation")
        CONVERSATION,
        /** A whole dataset, such as an uploaded file's. */
        @JsonProperty("dataset")
        DATASET
    }

    @Override
    public String topic() {
        return Topics.ERASURES_REQUESTED;
    }

    @Override
    public String key() {
        return erasureId;
    }
}
