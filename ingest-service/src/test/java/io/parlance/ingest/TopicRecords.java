package io.parlance.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a topic of the test's broker holds. */
public final class TopicRecords {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final String bootstrapServers;

    public TopicRecords(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Waits until so many records match, and fails when there are more or fewer. */
    public List<ConsumerRecord<String, byte[]>> of(
            String topic, int expected, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            Instant deadline = Instant.now().plus(LONGEST_WAIT);
            boolean quiet = false;
            while ((found.size() < expected || !quiet) && Instant.now().isBefore(deadline)) {
                quiet = true;
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(300))) {
                    quiet = false;
                    if (wanted.test(record)) {
                        found.add(record);
                    }
                }
            }
        }
        assertThat(found).as("records of %s", topic).hasSize(expected);
        return found;
    }

    /** The records whose key begins so. */
    public List<ConsumerRecord<String, byte[]>> keyed(String topic, String prefix, int expected) {
        return of(topic, expected, r -> r.key() != null && r.key().startsWith(prefix));
    }

    public static JsonNode json(ConsumerRecord<String, byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
