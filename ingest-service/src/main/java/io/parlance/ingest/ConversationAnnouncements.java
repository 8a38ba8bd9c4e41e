package io.parlance.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Event;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Kafka out: what was submitted, and what was refused. A stage completes once the broker has the record on disk of all replicas. */
@ApplicationScoped
class ConversationAnnouncements {
    private static final String SOURCE = "/parlance/ingest";

    private final MutinyEmitter<byte[]> submitted;
    private final MutinyEmitter<byte[]> rejected;
    private final ObjectMapper json;
    private final Clock clock;

    ConversationAnnouncements(
            @Channel("submitted") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> submitted,
            @Channel("rejected") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> rejected,
            ObjectMapper json,
            Clock clock) {
        this.submitted = submitted;
        this.rejected = rejected;
        this.json = json;
        this.clock = clock;
    }

    /** The event's id is made of the conversation's id and content, so a client's retry repeats the same event. */
    CompletionStage<Void> submitted(ConversationSubmitted conversation) {
        return send(
                submitted,
                conversation,
                conversation.id() + "/" + ConversationRules.contentId(conversation.messages()));
    }

    CompletionStage<Void> rejected(ConversationRejected rejection) {
        return send(rejected, rejection, rejection.rejectionId());
    }

    private CompletionStage<Void> send(MutinyEmitter<byte[]> channel, Event event, String id) {
        RecordHeaders headers = new RecordHeaders();
        CloudEvent.of(event, id, SOURCE, clock.instant())
                .headers()
                .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return channel.sendMessage(Message.of(bytes(event))
                        .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                                .withKey(event.key())
                                .withHeaders(headers)
                                .build()))
                .subscribeAsCompletionStage();
    }

    private byte[] bytes(Event event) {
        try {
            return json.writeValueAsBytes(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(
                    "event %s of topic %s is no JSON".formatted(event.key(), event.topic()), impossible);
        }
    }
}
