package io.parlance.preprocess.stream;

import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.ConversationKey;
import io.parlance.preprocess.example.Preparation;
import io.parlance.preprocess.intake.ConversationName;
import io.parlance.preprocess.intake.FormerPlace;
import io.parlance.preprocess.intake.SubmittedRecord;
import io.parlance.preprocess.intake.SubmittedRecords;
import io.parlance.preprocess.intake.TombstoneHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * First stage: bytes become a conversation to which the recipe is applied, or are rejected. The recipe comes before
 * anything is written, the internal topics included: what it redacts stays behind.
 */
final class IntakeStage extends Stage<byte[], byte[]> {
    private final SubmittedRecords records;
    private final Preparation preparation;
    private final OutcomeCounters counters;

    IntakeStage(SubmittedRecords records, Preparation preparation, OutcomeCounters counters) {
        super(counters);
        this.records = records;
        this.preparation = preparation;
        this.counters = counters;
    }

    @Override
    public void process(Record<byte[], byte[]> in) {
        RecordMetadata at = context()
                .recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a source topic without a position"));
        String position = position(at, at.offset());
        Optional<FormerPlace> former = former(in, at);
        // A record that is kept at another place breaks the rules it broke at its first.
        String origin = "kafka:" + former.map(f -> position(at, f.offset())).orElse(position);
        switch (records.read(in.value(), text(in.headers(), CloudEvent.CONTENT_TYPE_HEADER), origin)) {
            case SubmittedRecord.Accepted a -> {
                if (former.isEmpty()) {
                    counters.conversation();
                }
                pass(in, position, a.conversation().key(), new Step.ToIdentity(preparation.receive(a.conversation())));
            }
            case SubmittedRecord.Rejected r -> {
                counters.conversation();
                end(in, position, r.event());
            }
            case SubmittedRecord.Tombstone _ -> {
                counters.tombstone(position);
                if (in.headers().lastHeader(TombstoneHeaders.MARKER) == null) {
                    erase(in, position);
                }
            }
        }
    }

    private void erase(Record<byte[], byte[]> tombstone, String position) {
        String key = tombstone.key() == null ? null : new String(tombstone.key(), StandardCharsets.UTF_8);
        for (ConversationName meant : ConversationName.ofTombstone(
                key,
                text(tombstone.headers(), TombstoneHeaders.DATASET),
                text(tombstone.headers(), TombstoneHeaders.CONVERSATION))) {
            passErased(tombstone, position, ConversationKey.of(meant.dataset(), meant.id()), meant);
        }
    }

    private static Optional<FormerPlace> former(Record<?, ?> in, RecordMetadata at) {
        Header kept = in.headers().lastHeader(TombstoneHeaders.KEPT);
        if (kept == null) {
            return Optional.empty();
        }
        Optional<FormerPlace> former = FormerPlace.of(kept.value(), at.partition());
        if (former.isEmpty()) {
            in.headers().remove(TombstoneHeaders.KEPT);
        }
        return former;
    }

    private static String position(RecordMetadata at, long offset) {
        return at.topic() + "-" + at.partition() + "@" + offset;
    }
}
