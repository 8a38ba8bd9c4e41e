package io.parlance.preprocess.augmentation.work;

import io.parlance.preprocess.AdminAsking;
import io.parlance.preprocess.InstanceId;
import io.parlance.preprocess.PreprocessConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Augmentation's own consumer group, its transactional producer, and what the group has committed. */
final class KafkaClients {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A conversation may be 256 KiB of characters that are six bytes each in JSON. */
    private static final int LARGEST_RECORD = 4 << 20;

    private final PreprocessConfig config;
    private final String group;

    KafkaClients(PreprocessConfig config) {
        this.config = config;
        this.group = Augmentations.consumerGroup(config.applicationId());
    }

    /** @param batch most records of one poll */
    Consumer<byte[], byte[]> consumer(int batch) {
        return new KafkaConsumer<>(
                Map.ofEntries(
                        Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers()),
                        Map.entry(ConsumerConfig.GROUP_ID_CONFIG, group),
                        Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
                        Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                        Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                        Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
                        Map.entry(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000),
                        Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batch),
                        // A batch behind a slow endpoint takes its time; heartbeats go on meanwhile.
                        Map.entry(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 30 * 60_000),
                        Map.entry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000),
                        Map.entry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** The id stays over restarts, so a new process ends what a killed one left open. */
    Producer<byte[], byte[]> producer() {
        String transactionalId = "%s-%s".formatted(group, InstanceId.in(config.stateDir()));
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        config.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        transactionalId,
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        30_000,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        LARGEST_RECORD,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** @throws KafkaException when the broker does not answer */
    Tally tally() {
        try (Admin admin = Admin.create(AdminAsking.settings(config.bootstrapServers(), PATIENCE))) {
            return admin
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .stream()
                    .filter(position -> position != null)
                    .map(OffsetAndMetadata::metadata)
                    .map(Tally::of)
                    .reduce(Tally.NONE, Tally::plus);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException(
                    "Kafka at %s does not tell what the group %s has committed; does the broker run?"
                            .formatted(config.bootstrapServers(), group),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while asking Kafka", e);
        }
    }
}
