package io.parlance.local.topics;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics from their beginning, committed records only; not safe for use by several threads.
 *
 * <p>Goes on by itself when the broker was away.
 */
public final class TopicReader implements AutoCloseable {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final KafkaConsumer<byte[], byte[]> consumer;

    public TopicReader(String bootstrapServers, Collection<String> topics) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "parlance-local-" + UUID.randomUUID(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        8 << 20,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        60_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = new ArrayList<TopicPartition>();
        for (String topic : topics)
            consumer.partitionsFor(topic)
                    .forEach(found -> partitions.add(new TopicPartition(topic, found.partition())));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** What has come since the last call; waits at most {@code patience} for something. */
    public List<ConsumerRecord<byte[], byte[]>> poll(Duration patience) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        consumer.poll(patience).forEach(records::add);
        return records;
    }

    /** Reads up to where the topics end now. */
    public void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<TopicPartition, Long> ends = ends();
        while (!hasReached(ends)) poll(Duration.ofMillis(200)).forEach(each);
    }

    /** Where the committed records of each partition end now. */
    public Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(consumer.assignment());
    }

    /** Everything before {@code ends} was read. */
    public boolean hasReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** The event in a record. @throws IllegalArgumentException when the record holds no such event */
    public static <E extends Event> E event(ConsumerRecord<byte[], byte[]> found, Class<E> kind) {
        try {
            return JSON.readValue(found.value(), kind);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s-%d@%d holds no %s: %s"
                            .formatted(
                                    found.topic(),
                                    found.partition(),
                                    found.offset(),
                                    kind.getSimpleName(),
                                    e.getMessage()),
                    e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
