package io.parlance.preprocess.ledger;

import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.Source;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.intake.SubmittedRecord;
import io.parlance.preprocess.intake.SubmittedRecords;
import io.parlance.preprocess.stream.EventJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Notes every record of the four topics where it stands, so that nothing is sent on but totals. A conversation's records
 * may lie with several tasks; whoever asks asks them all.
 */
final class NotingStage extends ContextualProcessor<byte[], byte[], String, TaskCounts> {
    /** A place of the other ways in is a single request, conversation or record. */
    private static final Set<String> WITH_PLACES = Set.of("file", "folder", "page");

    private final SubmittedRecords submissions;
    private final LedgerCounters counters;
    private final Duration tellEvery;
    private NotedPlaces places;
    private Tallies tallies;
    private NotedOutcomes outcomes;

    NotingStage(SubmittedRecords submissions, LedgerCounters counters, Duration tellEvery) {
        this.submissions = submissions;
        this.counters = counters;
        this.tellEvery = tellEvery;
    }

    @Override
    public void init(ProcessorContext<String, TaskCounts> context) {
        super.init(context);
        places = new NotedPlaces(context.getStateStore(LedgerStores.PLACES));
        tallies = new Tallies(context.getStateStore(LedgerStores.FIGURES));
        outcomes = new NotedOutcomes(tallies);
        context.schedule(tellEvery, PunctuationType.WALL_CLOCK_TIME, this::tell);
    }

    @Override
    public void process(Record<byte[], byte[]> in) {
        RecordMetadata at = context()
                .recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a source topic without a position"));
        counters.record();
        if (in.value() == null) {
            counters.tombstone();
            forget(in, at);
            return;
        }
        try {
            note(in, at);
        } catch (SerializationException e) {
            counters.unreadable("%s-%d@%d".formatted(at.topic(), at.partition(), at.offset()), e);
        }
    }

    private void note(Record<byte[], byte[]> in, RecordMetadata at) {
        switch (at.topic()) {
            case Topics.CONVERSATIONS_SUBMITTED -> submitted(in, at);
            case Topics.EXAMPLES_PREPARED -> {
                PreparedFacts facts = EventJson.read(in.value(), PreparedFacts.class);
                outcomes.prepared(facts);
                note(facts.conversationId(), facts.dataset(), RecordKind.PREPARED, at, in.timestamp());
            }
            case Topics.EXAMPLES_DROPPED -> {
                ExampleDropped event = EventJson.read(in.value(), ExampleDropped.class);
                outcomes.dropped(event);
                note(event.conversationId(), event.dataset(), RecordKind.DROPPED, at, in.timestamp());
            }
            default -> {
                ConversationRejected event = EventJson.read(in.value(), ConversationRejected.class);
                if (!places.hasRejection(event.rejectionId())) {
                    outcomes.rejected(event);
                }
                note(new Place(
                        event.rejectionId(),
                        NotedOutcomes.datasetOf(event),
                        RecordKind.REJECTED,
                        at.partition(),
                        at.offset(),
                        in.timestamp(),
                        event.conversationId()));
            }
        }
    }

    private void submitted(Record<byte[], byte[]> in, RecordMetadata at) {
        Header type = in.headers().lastHeader(CloudEvent.CONTENT_TYPE_HEADER);
        String contentType =
                type == null || type.value() == null ? null : new String(type.value(), StandardCharsets.UTF_8);
        // The same reading as preprocess does itself: what it refuses is no conversation, here as there.
        switch (submissions.read(in.value(), contentType, "kafka:" + at.topic())) {
            case SubmittedRecord.Accepted a -> accepted(a.conversation(), at, in.timestamp());
            case SubmittedRecord.Rejected r ->
                tallies.of(NotedOutcomes.datasetOf(r.event())).one(Figure.REFUSED);
            case SubmittedRecord.Tombstone _ -> counters.tombstone();
        }
    }

    private void accepted(ConversationSubmitted conversation, RecordMetadata at, long timestamp) {
        Tally tally = tallies.of(conversation.dataset());
        tally.one(Figure.SUBMITTED);
        Source source = conversation.source();
        tally.one(Figure.SOURCE, source == null ? "kafka" : source.kind());
        if (source != null && WITH_PLACES.contains(source.kind())) {
            tally.one(Figure.PLACE, source.kind() + ":" + source.place());
        }
        note(new Place(
                conversation.id(),
                conversation.dataset(),
                RecordKind.SUBMITTED,
                at.partition(),
                at.offset(),
                timestamp,
                conversation.parent() == null ? null : conversation.parent().conversationId()));
    }

    private void note(String id, String dataset, RecordKind kind, RecordMetadata at, long timestamp) {
        note(new Place(id, dataset, kind, at.partition(), at.offset(), timestamp, null));
    }

    private void note(Place place) {
        places.note(place);
        place.elsewhere().ifPresent(places::note);
    }

    private void forget(Record<byte[], byte[]> tombstone, RecordMetadata at) {
        if (tombstone.key() == null) {
            return;
        }
        String key = new String(tombstone.key(), StandardCharsets.UTF_8);
        places.forget(at.topic(), at.partition(), at.offset(), key)
                .forEach((dataset, id) -> tallies.of(dataset).forgetExample(id));
    }

    private void tell(long now) {
        int task = context().taskId().partition();
        tallies.takeChanged()
                .forEach((dataset, tally) -> context().forward(new Record<>(dataset, TaskCounts.of(task, tally), now)));
    }
}
