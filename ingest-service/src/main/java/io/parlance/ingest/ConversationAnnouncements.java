package io.parlance.ingest;

import io.parlance.contracts.ConversationKey;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Topics;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/** What is told of conversations: submitted, refused, to be forgotten. A stage completes once the broker has the record. */
@Singleton
public class ConversationAnnouncements {
    private final EventWriter events;

    ConversationAnnouncements(EventWriter events) {
        this.events = events;
    }

    /** Whether the broker lags so far that a new request should come back later. */
    boolean lag() throws InterruptedException {
        return events.lags();
    }

    /** The event's id is made of the conversation's id and content, so a client's retry repeats the same event. */
    public CompletionStage<Long> submitted(ConversationSubmitted conversation) {
        return events.write(
                conversation,
                conversation.key()
                        + "/"
                        + ConversationRules.contentId(
                                conversation.messages(), conversation.tools(), conversation.nonPreferred()));
    }

    public CompletionStage<Long> rejected(ConversationRejected rejection) {
        return events.write(rejection, rejection.rejectionId());
    }

    /** A tombstone for one conversation of a dataset. */
    public CompletionStage<Long> forgotten(String dataset, String conversationId) {
        return events.erase(Topics.CONVERSATIONS_SUBMITTED, ConversationKey.of(dataset, conversationId));
    }
}
