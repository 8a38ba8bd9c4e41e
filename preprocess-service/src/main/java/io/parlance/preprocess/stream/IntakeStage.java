package io.parlance.preprocess.stream;

import io.parlance.contracts.CloudEvent;
import io.parlance.preprocess.example.Preparation;
import io.parlance.preprocess.intake.SubmittedRecord;
import io.parlance.preprocess.intake.SubmittedRecords;
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
        String position = "%s-%d@%d".formatted(at.topic(), at.partition(), at.offset());
        String contentType = text(in.headers(), CloudEvent.CONTENT_TYPE_HEADER);
        switch (records.read(in.value(), contentType, "kafka:" + position)) {
            case SubmittedRecord.Accepted a -> {
                counters.conversation();
                pass(in, position, a.conversation().key(), new Step.ToIdentity(preparation.receive(a.conversation())));
            }
            case SubmittedRecord.Rejected r -> {
                counters.conversation();
                end(in, position, r.event());
            }
            case SubmittedRecord.Tombstone _ -> counters.tombstone(position);
        }
    }
}
