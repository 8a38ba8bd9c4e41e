package io.parlance.ingest.feedback;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.CompletionServed;
import io.parlance.contracts.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Kafka in: finds a served answer by its id. The key names the partition, the time in the id the offset from which it is
 * looked for; it is no further on than an answer takes.
 */
final class ServedCompletions {
    private static final Duration POLL = Duration.ofMillis(200);
    /** An answer is told when it is whole, under the time at which it was begun. */
    private static final Duration LONGEST_ANSWER = Duration.ofHours(1);
    /** It may be on its way still when its asker judges it already. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

    /** From an answer's tombstone to the end of the compaction that takes it away. */
    private static final Duration LONGEST_ERASURE = Duration.ofHours(1);

    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(15);
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Map<String, Object> settings;

    ServedCompletions(Map<String, Object> kafka) {
        this.settings = new HashMap<>(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "parlance-ingest-feedback",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000));
        this.settings.putAll(kafka);
    }

    /** It cannot be said now whether there is such an answer. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Empty when no such answer was kept, or it was erased. @throws Unreadable when Kafka does not say in time */
    Optional<CompletionServed> find(String id) throws Unreadable {
        Optional<Instant> created = CompletionTime.of(id);
        if (created.isEmpty()) {
            return Optional.empty();
        }
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            return find(consumer, id, created.get());
        } catch (KafkaException e) {
            throw new Unreadable("served answers cannot be read from Kafka: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new Unreadable("the served answer is no event that this build reads: " + e.getMessage(), e);
        }
    }

    private static Optional<CompletionServed> find(KafkaConsumer<String, byte[]> consumer, String id, Instant created)
            throws IOException, Unreadable {
        TopicPartition partition = partition(consumer, id);
        consumer.assign(List.of(partition));
        Instant begun = Instant.now();
        boolean placed = false;
        while (Duration.between(begun, Instant.now()).compareTo(LONGEST_SEARCH) < 0) {
            if (!placed) {
                placed = place(consumer, partition, created);
            }
            if (placed) {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
                    if (id.equals(message.key()) && message.value() != null) {
                        return erasedSince(consumer, partition, id, begun)
                                ? Optional.empty()
                                : Optional.of(JSON.readValue(message.value(), CompletionServed.class));
                    }
                    if (message.timestamp() > created.plus(LONGEST_ANSWER).toEpochMilli()) {
                        return Optional.empty();
                    }
                }
            }
            boolean atTheEnd = !placed
                    || consumer.position(partition)
                            >= consumer.endOffsets(List.of(partition)).get(partition);
            if (atTheEnd && Duration.between(begun, Instant.now()).compareTo(ON_ITS_WAY) > 0) {
                return Optional.empty();
            }
        }
        throw new Unreadable("the answer was not found within %d s".formatted(LONGEST_SEARCH.toSeconds()), null);
    }

    /**
     * Whether a tombstone lies behind an answer that can be read still. Then its erasure is under way, and has begun lately: it
     * ends with an answer that is gone.
     */
    private static boolean erasedSince(
            KafkaConsumer<String, byte[]> consumer, TopicPartition partition, String id, Instant now)
            throws Unreadable {
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        if (!place(consumer, partition, now.minus(LONGEST_ERASURE))) {
            return false;
        }
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
                if (id.equals(message.key()) && message.value() == null) {
                    return true;
                }
            }
            if (Duration.between(now, Instant.now()).compareTo(LONGEST_SEARCH) > 0) {
                throw new Unreadable(
                        "whether the answer was erased was not found within %d s".formatted(LONGEST_SEARCH.toSeconds()),
                        null);
            }
        }
        return false;
    }

    /** Goes to the first answer of that time or later. @return false while there is none */
    private static boolean place(KafkaConsumer<String, byte[]> consumer, TopicPartition partition, Instant created) {
        OffsetAndTimestamp found = consumer.offsetsForTimes(Map.of(partition, created.toEpochMilli()))
                .get(partition);
        if (found == null) {
            consumer.seekToEnd(List.of(partition));
            return false;
        }
        consumer.seek(partition, found.offset());
        return true;
    }

    /** As Kafka's own producer chooses it. */
    private static TopicPartition partition(KafkaConsumer<String, byte[]> consumer, String key) throws Unreadable {
        var partitions = consumer.partitionsFor(Topics.COMPLETIONS_SERVED);
        if (partitions == null || partitions.isEmpty()) {
            throw new Unreadable("topic %s is not there".formatted(Topics.COMPLETIONS_SERVED), null);
        }
        int hash = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8)));
        return new TopicPartition(Topics.COMPLETIONS_SERVED, hash % partitions.size());
    }
}
