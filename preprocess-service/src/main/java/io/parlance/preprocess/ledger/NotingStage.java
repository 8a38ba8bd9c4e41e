package io.parlance.preprocess.ledger;

import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.intake.FormerPlace;
import io.parlance.preprocess.intake.SubmittedRecord;
import io.parlance.preprocess.intake.SubmittedRecords;
import io.parlance.preprocess.intake.TombstoneHeaders;
import io.parlance.preprocess.stream.EventJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
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
    private final SubmittedRecords submissions;
    private final LedgerCounters counters;
    private final Duration tellEvery;
    private NotedPlaces places;
    private Tallies tallies;

    NotingStage(SubmittedRecords submissions, LedgerCounters counters, Duration tellEvery) {
        this.submissions = submissions;
        this.counters = counters;
        this.tellEvery = tellEvery;
    }

    @Override
    public void init(ProcessorContext<String, TaskCounts> context) {
        super.init(context);
        places = new NotedPlaces(
                context.getStateStore(LedgerStores.PLACES), context.getStateStore(LedgerStores.SUBJECTS));
        tallies = new Tallies(context.getStateStore(LedgerStores.FIGURES));
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
                Place place = place(facts.conversationId(), facts.dataset(), RecordKind.PREPARED, in, at, null);
                note(in, place, null, () -> NotedOutcomes.of(facts));
            }
            case Topics.EXAMPLES_DROPPED -> {
                ExampleDropped event = EventJson.read(in.value(), ExampleDropped.class);
                Place place = place(event.conversationId(), event.dataset(), RecordKind.DROPPED, in, at, null);
                note(in, place, null, () -> NotedOutcomes.of(event));
                tallies.of(event.dataset()).example(NotedOutcomes.nameOf(event.reason()), event.conversationId());
            }
            default -> {
                ConversationRejected event = EventJson.read(in.value(), ConversationRejected.class);
                Place place = place(
                        event.rejectionId(),
                        NotedOutcomes.datasetOf(event),
                        RecordKind.REJECTED,
                        in,
                        at,
                        event.conversationId());
                note(
                        in,
                        place,
                        null,
                        () -> places.hasRejection(event.rejectionId()) ? Counts.NONE : NotedOutcomes.of(event));
            }
        }
    }

    private void submitted(Record<byte[], byte[]> in, RecordMetadata at) {
        long first = former(in, at.partition()).map(FormerPlace::offset).orElse(at.offset());
        String origin = "kafka:" + at.topic() + "-" + at.partition() + "@" + first;
        // The same reading as preprocess does itself: what it refuses is no conversation, here as there.
        switch (submissions.read(in.value(), text(in, CloudEvent.CONTENT_TYPE_HEADER), origin)) {
            case SubmittedRecord.Accepted(ConversationSubmitted conversation) -> {
                String parent = conversation.parent() == null
                        ? null
                        : conversation.parent().conversationId();
                Place place = place(conversation.id(), conversation.dataset(), RecordKind.SUBMITTED, in, at, parent);
                Sha256 subject = conversation.subject() == null ? null : Sha256.of(conversation.subject());
                note(in, place, subject, () -> NotedOutcomes.of(conversation));
            }
            case SubmittedRecord.Rejected(ConversationRejected event) -> {
                Place place = place(
                        event.rejectionId(),
                        NotedOutcomes.datasetOf(event),
                        RecordKind.REFUSED,
                        in,
                        at,
                        event.conversationId());
                note(in, place, null, NotedOutcomes::ofRefused);
            }
            case SubmittedRecord.Tombstone _ -> counters.tombstone();
        }
    }

    private static Place place(
            String id, String dataset, RecordKind kind, Record<?, ?> in, RecordMetadata at, String relative) {
        return new Place(id, dataset, kind, at.partition(), at.offset(), in.timestamp(), relative);
    }

    /** @param counts asked for when the record is new */
    private void note(Record<byte[], byte[]> in, Place place, Sha256 subject, Supplier<Counts> counts) {
        Optional<FormerPlace> former = former(in, place.partition());
        if (former.isPresent() && places.move(place, former.get())) {
            counters.kept();
            return;
        }
        Counts counted = counts.get();
        tallies.of(place.dataset()).add(counted);
        places.note(place, new Remark(former.map(FormerPlace::offset).orElse(null), subject, counted));
    }

    private void forget(Record<byte[], byte[]> tombstone, RecordMetadata at) {
        if (tombstone.headers().lastHeader(TombstoneHeaders.MARKER) != null) {
            return;
        }
        String key = tombstone.key() == null ? null : new String(tombstone.key(), StandardCharsets.UTF_8);
        NotedPlaces.Tombstone meant = new NotedPlaces.Tombstone(
                at.topic(),
                at.partition(),
                at.offset(),
                key,
                text(tombstone, TombstoneHeaders.DATASET),
                text(tombstone, TombstoneHeaders.CONVERSATION));
        for (NotedPlaces.Noted forgotten : places.forget(meant)) {
            Tally tally = tallies.of(forgotten.place().dataset());
            tally.takeBack(forgotten.remark().counts());
            tally.forgetExample(forgotten.place().conversationId());
        }
    }

    private static Optional<FormerPlace> former(Record<?, ?> in, int partition) {
        Header header = in.headers().lastHeader(TombstoneHeaders.KEPT);
        return header == null ? Optional.empty() : FormerPlace.of(header.value(), partition);
    }

    private static String text(Record<?, ?> in, String name) {
        Header header = in.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private void tell(long now) {
        int task = context().taskId().partition();
        tallies.takeChanged()
                .forEach((dataset, tally) -> context().forward(new Record<>(dataset, TaskCounts.of(task, tally), now)));
    }
}
