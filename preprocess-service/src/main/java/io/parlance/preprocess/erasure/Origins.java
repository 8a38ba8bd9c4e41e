package io.parlance.preprocess.erasure;

import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.Source;
import io.parlance.preprocess.erasure.log.LogReader;
import io.parlance.preprocess.erasure.log.Offsets;
import io.parlance.preprocess.intake.SubmittedRecord;
import io.parlance.preprocess.intake.SubmittedRecords;
import io.parlance.preprocess.ledger.Place;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Where conversations came from, which may hold copies. */
final class Origins {
    private final LogReader reader;
    private final Plan plan;
    private final Answers answers;
    private final SubmittedRecords submissions = new SubmittedRecords();
    private final Map<TopicPartition, Offsets> unread = new HashMap<>();

    Origins(LogReader reader, Plan plan, Answers answers) {
        this.reader = reader;
        this.plan = plan;
        this.answers = answers;
    }

    void submitted(Place place) {
        unread.computeIfAbsent(new TopicPartition(place.topic(), place.partition()), p -> new Offsets())
                .add(place.offset());
    }

    /** Reads the submissions that were named since the last time. */
    void read() {
        unread.forEach((partition, offsets) -> reader.each(partition, offsets, record -> {
            if (submitted(submissions, record) instanceof SubmittedRecord.Accepted(var conversation)
                    && conversation.source() != null) {
                take(conversation.source());
            }
            return true;
        }));
        unread.clear();
    }

    private void take(Source source) {
        switch (source.kind()) {
            case "file" -> plan.addFile(source.place());
            case "feedback" -> answers.completion(source.place());
            case "folder" -> plan.leave("%s in the watched folder".formatted(source.place()), source.line());
            case "page" -> plan.leave("the page %s".formatted(source.place()), source.line());
            default -> {
                // A request, a Kafka record or an augmentation leaves no copy elsewhere.
            }
        }
    }

    /** As preprocess itself reads it. */
    static SubmittedRecord submitted(SubmittedRecords submissions, ConsumerRecord<byte[], byte[]> record) {
        Header type = record.headers().lastHeader(CloudEvent.CONTENT_TYPE_HEADER);
        return submissions.read(
                record.value(),
                type == null || type.value() == null ? null : new String(type.value(), StandardCharsets.UTF_8),
                "kafka:%s-%d@%d".formatted(record.topic(), record.partition(), record.offset()));
    }
}
