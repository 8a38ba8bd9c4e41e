package io.parlance.preprocess.erasure.log;

import io.parlance.preprocess.CommittedReading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads committed records of partitions by their offsets, as often as wanted. One thread. */
public final class LogReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration CALL = Duration.ofSeconds(15);

    /** A transaction that nobody ends keeps what lies behind it from being read for so long. */
    private static final Duration WITHOUT_PROGRESS = Duration.ofSeconds(90);

    /** Records that are nearer than this are read on to, not sought: what was fetched ahead would be thrown away. */
    private static final long NEAR = 2_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Runnable alive;

    /** Takes a record and says whether it wants more. */
    @FunctionalInterface
    public interface Visitor extends Predicate<ConsumerRecord<byte[], byte[]>> {}

    /** @param alive called again and again while it reads; what it throws ends the reading */
    public LogReader(String bootstrapServers, Runnable alive) {
        Map<String, Object> settings = CommittedReading.settings(bootstrapServers, CALL);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
        // It goes from partition to partition, and an answer that there is nothing holds up the next question.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.alive = alive;
    }

    /** None where there is no such topic. */
    public List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
                .toList();
    }

    /** The first offset that can still be read. */
    public long beginning(TopicPartition partition) {
        return consumer.beginningOffsets(List.of(partition)).get(partition);
    }

    /** What is committed ends before it. */
    public long end(TopicPartition partition) {
        return consumer.endOffsets(List.of(partition)).get(partition);
    }

    /** Every committed record from one offset up to another; waits for transactions that are under way in between. */
    public void read(TopicPartition partition, long from, long to, Visitor each) {
        long position = Math.max(from, beginning(partition));
        if (position >= to) {
            return;
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, position);
        Progress progress = new Progress(partition, position);
        // Positions, not records: the last offsets may be a transaction's marker, or compacted away.
        while (position < to) {
            alive.run();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                if (record.offset() < to && !each.test(record)) {
                    return;
                }
            }
            position = progress.to(consumer.position(partition));
        }
    }

    /** Those of these records that are still there, in order. */
    public void each(TopicPartition partition, Offsets wanted, Visitor each) {
        OptionalLong next = wanted.from(beginning(partition));
        long end = end(partition);
        if (next.isEmpty() || next.getAsLong() >= end) {
            return;
        }
        consumer.assign(List.of(partition));
        long position = next.getAsLong();
        consumer.seek(partition, position);
        Progress progress = new Progress(partition, position);
        while (next.isPresent() && next.getAsLong() < end) {
            if (next.getAsLong() - position > NEAR) {
                position = next.getAsLong();
                consumer.seek(partition, position);
            }
            alive.run();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                if (wanted.contains(record.offset()) && !each.test(record)) {
                    return;
                }
            }
            position = progress.to(consumer.position(partition));
            next = wanted.from(position);
        }
    }

    /** Whether there is any record from this offset on, up to the end of what is committed. */
    public boolean hasRecords(TopicPartition partition, long from, long to) {
        boolean[] found = new boolean[1];
        read(partition, from, to, record -> {
            found[0] = true;
            return false;
        });
        return found[0];
    }

    private static final class Progress {
        private final TopicPartition partition;
        private long position;
        private long since = System.nanoTime();

        Progress(TopicPartition partition, long position) {
            this.partition = partition;
            this.position = position;
        }

        long to(long reached) {
            if (reached != position) {
                position = reached;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > WITHOUT_PROGRESS.toNanos()) {
                throw new TimeoutException(
                        "%s gave nothing for %d s at offset %d; is the broker well, or is a transaction left open?"
                                .formatted(partition, WITHOUT_PROGRESS.toSeconds(), position));
            }
            return position;
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
