package io.parlance.trainer.journal;

import io.parlance.contracts.OffsetRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads topics without a consumer group: committed records only, by offset, so that the same range is the same records. */
public final class Readers {
    private static final Duration POLL = Duration.ofMillis(500);

    private final String bootstrapServers;
    private final Duration patience;

    /** @param patience longest time without any progress */
    public Readers(String bootstrapServers, Duration patience) {
        this.bootstrapServers = bootstrapServers;
        this.patience = patience;
    }

    /** All of a topic, from its first record to what is committed now; per partition in order. */
    public void readAll(String topic, Consumer<ConsumerRecord<String, byte[]>> each) {
        try (KafkaConsumer<String, byte[]> consumer = newConsumer()) {
            read(consumer, topic, ranges(consumer, topic), each);
        } catch (KafkaException e) {
            throw unreadable(topic, e);
        }
    }

    /** From 0 to the current end of every partition. */
    public List<OffsetRange> wholeOf(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = newConsumer()) {
            return ranges(consumer, topic).stream()
                    .map(range -> new OffsetRange(range.partition(), 0, range.to()))
                    .toList();
        } catch (KafkaException e) {
            throw unreadable(topic, e);
        }
    }

    /** The records of these ranges. */
    public void read(String topic, List<OffsetRange> ranges, Consumer<ConsumerRecord<String, byte[]>> each) {
        try (KafkaConsumer<String, byte[]> consumer = newConsumer()) {
            read(consumer, topic, ranges, each);
        } catch (KafkaException e) {
            throw unreadable(topic, e);
        }
    }

    /** A consumer of our settings, at no place yet; the caller closes it. */
    public KafkaConsumer<String, byte[]> newConsumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) patience.toMillis(),
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        8_000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private List<OffsetRange> ranges(KafkaConsumer<String, byte[]> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new JournalException(
                    "Kafka at %s has no topic %s; create it (./parlance up does), then this goes on by itself"
                            .formatted(bootstrapServers, topic),
                    null);
        }
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        return partitions.stream()
                .map(p -> new OffsetRange(p.partition(), beginnings.get(p), ends.get(p)))
                .sorted(Comparator.comparingInt(OffsetRange::partition))
                .toList();
    }

    private void read(
            KafkaConsumer<String, byte[]> consumer,
            String topic,
            List<OffsetRange> ranges,
            Consumer<ConsumerRecord<String, byte[]>> each) {
        Map<TopicPartition, Long> open = new HashMap<>();
        for (OffsetRange range : ranges) {
            if (range.to() > range.from()) {
                open.put(new TopicPartition(topic, range.partition()), range.to());
            }
        }
        consumer.assign(open.keySet());
        for (OffsetRange range : ranges) {
            if (range.to() > range.from()) {
                consumer.seek(new TopicPartition(topic, range.partition()), range.from());
            }
        }
        long lastProgress = System.nanoTime();
        Map<TopicPartition, Long> positions = new HashMap<>();
        while (!open.isEmpty()) {
            for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
                Long end = open.get(new TopicPartition(message.topic(), message.partition()));
                if (end != null && message.offset() < end) {
                    each.accept(message);
                }
            }
            // Positions, not records: the end of a range may be a transaction's marker, which is never handed out.
            for (TopicPartition partition : new ArrayList<>(open.keySet())) {
                long position = consumer.position(partition);
                if (!Long.valueOf(position).equals(positions.put(partition, position))) {
                    lastProgress = System.nanoTime();
                }
                if (position >= open.get(partition)) {
                    open.remove(partition);
                    consumer.pause(Set.of(partition));
                }
            }
            if (System.nanoTime() - lastProgress > patience.toNanos()) {
                throw new JournalException(
                        "topic %s of Kafka at %s gave nothing for %d s, still to read %s; check that it runs"
                                .formatted(topic, bootstrapServers, patience.toSeconds(), open),
                        null);
            }
        }
    }

    private JournalException unreadable(String topic, KafkaException e) {
        return new JournalException(
                "topic %s could not be read from Kafka at %s (%s); check that it runs and that the topic exists"
                        .formatted(topic, bootstrapServers, e.getMessage()),
                e);
    }
}
