package io.parlance.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.ConversationSubmitted;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** What is told of conversations: submitted, refused. A stage completes once the broker has the record. */
@Singleton
public class ConversationAnnouncements {
    private final EventWriter events;
    private final MeterRegistry meters;
    private final Map<Counted, Counter> counters = new ConcurrentHashMap<>();

    private record Counted(String way, String outcome) {}

    ConversationAnnouncements(EventWriter events, MeterRegistry meters) {
        this.events = events;
        this.meters = meters;
    }

    /** Whether the broker lags so far that a new request should come back later. */
    boolean lag() throws InterruptedException {
        return events.lags();
    }

    /** The event's id is made of the conversation's id and content, so a client's retry repeats the same event. */
    public CompletionStage<Long> submitted(ConversationSubmitted conversation) {
        String id = conversation.key()
                + "/"
                + ConversationRules.contentId(
                        conversation.messages(), conversation.tools(), conversation.nonPreferred());
        String way = conversation.source() == null
                ? "unknown"
                : conversation.source().kind();
        return counted(events.write(conversation, id), way, "submitted");
    }

    public CompletionStage<Long> rejected(ConversationRejected rejection) {
        String way = rejection.origin().split(":", 2)[0];
        return counted(events.write(rejection, rejection.rejectionId()), way, "rejected");
    }

    /** Counts what Kafka has, by the way in; {@code lost} is what it did not take. */
    private CompletionStage<Long> counted(CompletionStage<Long> sent, String way, String outcome) {
        return sent.whenComplete((_, error) -> counters.computeIfAbsent(
                        new Counted(way, error == null ? outcome : "lost"),
                        c -> meters.counter("parlance.ingest.records", "way", c.way(), "outcome", c.outcome()))
                .increment());
    }
}
