package io.parlance.preprocess.augmentation.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.augmentation.Counts;
import io.parlance.preprocess.intake.TombstoneHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads examples and writes their children, batch by batch; children, positions and counts are committed in one
 * transaction. After any exception it is at an end: close it and start another, which goes on where the last
 * transaction ended. One thread.
 */
final class AugmentationSession implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AugmentationSession.class);
    private static final String SOURCE = "/parlance/preprocess";
    private static final Duration TO_CLOSE = Duration.ofSeconds(2);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final Family family;
    private final BirthCounters counters;
    private final Map<TopicPartition, Tally> committed = new HashMap<>();

    /** Takes both clients over, whatever happens. @param producer with a transactional id */
    AugmentationSession(
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            Family family,
            BirthCounters counters) {
        this.consumer = consumer;
        this.producer = producer;
        this.family = family;
        this.counters = counters;
        try {
            producer.initTransactions();
            consumer.subscribe(List.of(Topics.EXAMPLES_PREPARED), new Assignments());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** One batch, if there is something to read within the time. */
    void step(Duration patience) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
        if (records.isEmpty()) {
            return;
        }
        Batch batch = new Batch();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            example(record).ifPresent(example -> family.of(example).forEach(birth -> batch.add(record, birth)));
        }
        Map<TopicPartition, Tally> tallies = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            Tally tally = committed
                    .getOrDefault(partition, Tally.NONE)
                    .plus(batch.tallies.getOrDefault(partition, Tally.NONE));
            tallies.put(partition, tally);
            positions.put(partition, new OffsetAndMetadata(consumer.position(partition), tally.toText()));
        }
        commit(batch, positions);
        committed.putAll(tallies);
        batch.births.forEach(counters::count);
        if (!batch.births.isEmpty()) {
            LOG.infof(
                    "Augmented examples=%d children=%d counts=%s", records.count(), batch.children.size(), batch.sum());
        }
    }

    private void commit(Batch batch, Map<TopicPartition, OffsetAndMetadata> positions) {
        producer.beginTransaction();
        try {
            batch.children.forEach(producer::send);
            producer.sendOffsetsToTransaction(positions, consumer.groupMetadata());
            producer.commitTransaction();
        } catch (KafkaException e) {
            try {
                producer.abortTransaction();
            } catch (KafkaException fenced) {
                e.addSuppressed(fenced);
            }
            throw e;
        }
    }

    private static Optional<ExamplePrepared> example(ConsumerRecord<byte[], byte[]> record) {
        // Of an example that was written again the children are born; one that was erased since would come back.
        if (record.value() == null || record.headers().lastHeader(TombstoneHeaders.KEPT) != null) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(record.value(), ExamplePrepared.class));
        } catch (IOException e) {
            LOG.errorf(
                    e,
                    "Example unreadable, it gets no children topic=%s partition=%d offset=%d",
                    record.topic(),
                    record.partition(),
                    record.offset());
            return Optional.empty();
        }
    }

    /** What is to be committed together. */
    private static final class Batch {
        private final List<Family.Birth> births = new ArrayList<>();
        private final List<ProducerRecord<byte[], byte[]>> children = new ArrayList<>();
        private final Map<TopicPartition, Tally> tallies = new HashMap<>();

        void add(ConsumerRecord<byte[], byte[]> parent, Family.Birth birth) {
            births.add(birth);
            String method = birth.attempt().method().versioned();
            tallies.merge(
                    new TopicPartition(parent.topic(), parent.partition()),
                    Tally.NONE.plus(method, Counts.of(birth.attempt().verdict())),
                    Tally::plus);
            if (birth.passes()) {
                String id = "%s-%d@%d~%s".formatted(parent.topic(), parent.partition(), parent.offset(), method);
                children.add(record(birth.child(), id, Instant.ofEpochMilli(parent.timestamp())));
            }
        }

        Tally sum() {
            return tallies.values().stream().reduce(Tally.NONE, Tally::plus);
        }

        private static ProducerRecord<byte[], byte[]> record(ConversationSubmitted child, String id, Instant time) {
            try {
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                        child.topic(), child.key().getBytes(StandardCharsets.UTF_8), JSON.writeValueAsBytes(child));
                CloudEvent.of(child, id, SOURCE, time).headers().forEach((name, value) -> record.headers()
                        .add(name, value.getBytes(StandardCharsets.UTF_8)));
                return record;
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("child %s cannot be written as JSON".formatted(child.id()), e);
            }
        }
    }

    /** Counts move with the partitions. */
    private final class Assignments implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.committed(java.util.Set.copyOf(partitions))
                    .forEach((partition, position) ->
                            committed.put(partition, position == null ? Tally.NONE : Tally.of(position.metadata())));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            committed.keySet().removeAll(partitions);
        }
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(TO_CLOSE));
        producer.close(TO_CLOSE);
    }
}
