package io.parlance.preprocess.erasure.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.broker.TestBroker;
import io.parlance.preprocess.erasure.log.ClusterTopics;
import io.parlance.preprocess.erasure.log.LogReader;
import io.parlance.preprocess.erasure.log.LogWriter;
import io.parlance.preprocess.erasure.log.Offsets;
import io.parlance.preprocess.intake.ConversationName;
import io.parlance.preprocess.intake.TombstoneHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** With a real broker and its log cleaner. */
class CompactionTest {
    private static final String BROKER = TestBroker.bootstrapServers();

    private final String topic = "compaction-" + UUID.randomUUID();
    private final Map<TopicPartition, Offsets> erased = new HashMap<>();
    private final SortedSet<String> others = new TreeSet<>();
    private Map<String, Map<String, String>> noted = Map.of();
    private long rewritten;

    /** Stands for the end of a process: from here on it can do nothing any more. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void takesWhatIsToBeGoneAndLeavesAllOthers() throws Exception {
        // Given
        Map<String, String> settings = given();
        // When
        attempt(Integer.MAX_VALUE);
        // Then
        assertThat(values()).containsExactlyInAnyOrderElementsOf(others);
        assertThat(settings()).isEqualTo(settings);
        assertThat(noted).isEmpty();
        assertThat(rewritten).isEqualTo(30);
    }

    @Test
    void losesNothingToARecordThatOnlySaysItIsACopy() throws Exception {
        // Given: of a record without a key, and one that is to be gone itself
        given();
        forge(1, 3, "others forged");
        erased.get(new TopicPartition(topic, 1)).add(forge(1, 9, "hers forged"));
        try (LogWriter writer = new LogWriter(BROKER, topic)) {
            ProducerRecord<byte[], byte[]> tombstone =
                    new ProducerRecord<>(topic, 1, bytes("forged hers forged"), (byte[]) null);
            tombstone.headers().add(Marks.ERASURE, bytes("era-1"));
            writer.write(List.of(tombstone));
        }
        others.add("others forged");
        // When
        attempt(Integer.MAX_VALUE);
        // Then
        assertThat(values()).containsExactlyInAnyOrderElementsOf(others);
    }

    /** @param original the number of the record whose copy it says it is */
    private long forge(int partition, int original, String value) {
        try (LogReader reader = new LogReader(BROKER, () -> {});
                LogWriter writer = new LogWriter(BROKER, topic)) {
            TopicPartition of = new TopicPartition(topic, partition);
            long[] offset = new long[1];
            reader.read(of, 0, reader.end(of), record -> {
                if (record.value() != null
                        && new String(record.value(), StandardCharsets.UTF_8).endsWith(" r" + original)) {
                    offset[0] = record.offset();
                }
                return true;
            });
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(topic, partition, bytes("forged " + value), bytes(value));
            record.headers().add(TombstoneHeaders.KEPT, bytes(partition + "@" + offset[0]));
            return writer.write(List.of(record)).getFirst().offset();
        }
    }

    @Test
    void goesOnAfterAKillAtAnyPoint() throws Exception {
        // Given
        Map<String, String> settings = given();
        int kills = 0;
        // When
        for (int steps = 3; attemptIsKilled(steps); steps += 9) {
            kills++;
        }
        // Then
        assertThat(kills).isGreaterThanOrEqualTo(2);
        assertThat(values()).containsExactlyInAnyOrderElementsOf(others);
        assertThat(settings()).isEqualTo(settings);
        assertThat(noted).isEmpty();
    }

    private boolean attemptIsKilled(int steps) throws InterruptedException {
        try {
            attempt(steps);
            return false;
        } catch (Killed killed) {
            return true;
        }
    }

    private void attempt(int steps) throws InterruptedException {
        int[] left = {steps};
        ClusterTopics topics = new ClusterTopics(BROKER);
        LogWriter writer = new LogWriter(BROKER, topic);
        Runnable alive = () -> {
            if (left[0]-- == 0) {
                topics.close();
                writer.close();
                throw new Killed();
            }
        };
        try (LogReader reader = new LogReader(BROKER, alive)) {
            Compaction compaction = new Compaction(topics, reader, writer, notes(), Duration.ofMinutes(1));
            compaction.restore(noted);
            compaction.compact(new TreeSet<>(List.of(topic)), inTest());
        } catch (RuntimeException e) {
            // The dead one's attempt to put things in order fails, and hides its death.
            if (left[0] >= 0) {
                throw e;
            }
            throw new Killed();
        }
        topics.close();
        writer.close();
    }

    /** Two partitions; in each 30 records of all kinds, 6 of them to be gone. */
    private Map<String, String> given() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(2), Optional.empty())
                            .configs(Map.of("retention.ms", "-1", "segment.ms", "3600000"))))
                    .all()
                    .get();
        }
        try (LogWriter writer = new LogWriter(BROKER, topic)) {
            for (int partition = 0; partition < 2; partition++) {
                for (int i = 0; i < 30; i++) {
                    byte[] key = i % 3 == 0 ? null : bytes(i % 3 == 1 ? "many" : "one-" + i);
                    String value = "%s p%d r%d".formatted(i % 5 == 0 ? "hers" : "others", partition, i);
                    long offset = writer.write(List.of(new ProducerRecord<>(topic, partition, key, bytes(value))))
                            .getFirst()
                            .offset();
                    if (i % 5 == 0) {
                        erased.computeIfAbsent(new TopicPartition(topic, partition), p -> new Offsets())
                                .add(offset);
                        if (key != null) {
                            ProducerRecord<byte[], byte[]> tombstone =
                                    new ProducerRecord<>(topic, partition, key, (byte[]) null);
                            tombstone.headers().add(Marks.ERASURE, bytes("era-1"));
                            writer.write(List.of(tombstone));
                        }
                    } else {
                        others.add(value);
                    }
                }
            }
        }
        return settings();
    }

    private Compaction.Notes notes() {
        return new Compaction.Notes() {
            @Override
            public void settings(Map<String, Map<String, String>> before) {
                noted = new TreeMap<>(before);
            }

            @Override
            public void rewritten(Map<String, Long> records) {
                rewritten = records.get(topic);
            }

            @Override
            public void waiting(String what) {
                assertThat(what).contains(topic);
            }
        };
    }

    private Compaction.Erased inTest() {
        return new Compaction.Erased() {
            @Override
            public Offsets of(TopicPartition partition) {
                return erased.getOrDefault(partition, new Offsets());
            }

            @Override
            public Optional<ConversationName> conversationOf(ConsumerRecord<byte[], byte[]> record) {
                return Optional.empty();
            }
        };
    }

    private List<String> values() {
        List<String> values = new ArrayList<>();
        try (LogReader reader = new LogReader(BROKER, () -> {})) {
            for (TopicPartition partition : reader.partitions(topic)) {
                reader.read(partition, 0, reader.end(partition), record -> {
                    if (record.value() != null) {
                        values.add(new String(record.value(), StandardCharsets.UTF_8));
                    }
                    return true;
                });
            }
        }
        return values;
    }

    private Map<String, String> settings() {
        try (ClusterTopics topics = new ClusterTopics(BROKER)) {
            return topics.overrides(topic, TopicSettings.TOUCHED);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
