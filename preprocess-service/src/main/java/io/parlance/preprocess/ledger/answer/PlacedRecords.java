package io.parlance.preprocess.ledger.answer;

import io.parlance.preprocess.CommittedReading;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.ledger.LedgerAwayException;
import io.parlance.preprocess.ledger.Place;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads single records from Kafka by their places, with a few consumers that wait in between. */
@ApplicationScoped
public class PlacedRecords {
    private static final int MOST_CONSUMERS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrapServers;
    private final BlockingQueue<KafkaConsumer<byte[], byte[]>> idle = new ArrayBlockingQueue<>(MOST_CONSUMERS);
    private final Semaphore permits = new Semaphore(MOST_CONSUMERS, true);

    public PlacedRecords(PreprocessConfig config) {
        bootstrapServers = config.bootstrapServers();
    }

    /** In the order of the places. @throws LedgerAwayException when Kafka does not give them */
    List<PlacedRecord> read(List<Place> places) {
        permits.acquireUninterruptibly();
        KafkaConsumer<byte[], byte[]> consumer = null;
        try {
            consumer = Optional.ofNullable(idle.poll()).orElseGet(this::open);
            List<PlacedRecord> records = new ArrayList<>();
            for (Place place : places) {
                records.add(read(consumer, place));
            }
            idle.add(consumer);
            return records;
        } catch (KafkaException e) {
            if (consumer != null) {
                close(consumer);
            }
            throw new LedgerAwayException(
                    "records cannot be read from Kafka at %s (%s)".formatted(bootstrapServers, e.getMessage()));
        } finally {
            permits.release();
        }
    }

    private static PlacedRecord read(KafkaConsumer<byte[], byte[]> consumer, Place place) {
        TopicPartition partition = new TopicPartition(place.topic(), place.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, place.offset());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
                return found.offset() == place.offset()
                        ? new PlacedRecord(place, found.value(), found.headers())
                        : new PlacedRecord(place, null, null);
            }
            // What follows may be nothing but a transaction's marker.
            if (consumer.position(partition) > place.offset()) {
                return new PlacedRecord(place, null, null);
            }
        }
        throw new org.apache.kafka.common.errors.TimeoutException(
                "%s gave nothing for %d s".formatted(place.position(), PATIENCE.toSeconds()));
    }

    private KafkaConsumer<byte[], byte[]> open() {
        Map<String, Object> settings = CommittedReading.settings(bootstrapServers, PATIENCE);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 64 << 10);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @PreDestroy
    void close() {
        idle.forEach(PlacedRecords::close);
    }

    private static void close(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    }
}
