package io.parlance.preprocess.stream;

import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.CommittedReading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/** Reads {@code models.imported.v1} from its beginning and goes on; the newest event names the base in use. One thread. */
final class BaseModelAnnouncements implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BaseModelAnnouncements.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private BaseModelImported newest;
    private long newestTimestamp = Long.MIN_VALUE;

    BaseModelAnnouncements(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                CommittedReading.settings(bootstrapServers, PATIENCE),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /**
     * The newest announcement, once everything that is committed now has been read.
     *
     * @throws MissingException when Kafka is out of reach
     */
    Optional<BaseModelImported> newest() {
        try {
            readOn();
        } catch (KafkaException e) {
            throw new MissingException("%s cannot be read: %s".formatted(Topics.MODELS_IMPORTED, e.getMessage()), e);
        }
        return Optional.ofNullable(newest);
    }

    private void readOn() {
        if (consumer.assignment().isEmpty()) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.MODELS_IMPORTED).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(consumer.assignment()));
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            consumer.poll(POLL).forEach(this::note);
            ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            if (ends.isEmpty()) {
                return;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new MissingException("%s could not be read to its end within %s; is the broker well?"
                        .formatted(Topics.MODELS_IMPORTED, PATIENCE));
            }
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null || record.timestamp() < newestTimestamp) {
            return;
        }
        try {
            newest = EventJson.read(record.value(), BaseModelImported.class);
            newestTimestamp = record.timestamp();
        } catch (SerializationException e) {
            LOG.errorf(
                    e,
                    "Base model announcement unreadable, left out topic=%s partition=%d offset=%d",
                    record.topic(),
                    record.partition(),
                    record.offset());
        }
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
