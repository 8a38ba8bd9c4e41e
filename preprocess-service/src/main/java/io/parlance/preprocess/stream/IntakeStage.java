package io.parlance.preprocess.stream;

import io.parlance.contracts.CloudEvent;
import io.parlance.preprocess.example.Cleaned;
import io.parlance.preprocess.example.Outcome;
import io.parlance.preprocess.intake.SubmittedRecord;
import io.parlance.preprocess.intake.SubmittedRecords;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** First stage: bytes become a conversation, or are rejected. */
final class IntakeStage extends Stage<byte[], byte[]> {
    private final SubmittedRecords records;
    private final OutcomeCounters counters;

    IntakeStage(SubmittedRecords records, OutcomeCounters counters) {
        super(counters);
        this.records = records;
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
                forward(in, position, a.conversation().id(), new Outcome.GoesOn(Cleaned.notYet(a.conversation())));
            }
            case SubmittedRecord.Rejected r -> {
                counters.conversation();
                end(in, position, r.event());
            }
            case SubmittedRecord.Tombstone _ -> counters.tombstone(position);
        }
    }
}
