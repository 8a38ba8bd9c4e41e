package io.parlance.trainer.window;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Topics;
import io.parlance.trainer.journal.EventFormat;
import io.parlance.trainer.journal.Readers;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Follows {@code examples.prepared.v1} from its beginning and counts training examples per dataset and format, so that
 * "auto" and the policy know how many there are without reading a window anew.
 */
public final class ExampleCounts implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ExampleCounts.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Readers readers;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final Map<Integer, Long> positions = new HashMap<>();
    private final Map<Counted, Long> train = new HashMap<>();
    private volatile boolean closing;

    private record Counted(String dataset, ExampleFormat format) {}

    public ExampleCounts(Readers readers) {
        this.readers = readers;
        this.thread = new Thread(this::follow, "example-counts");
        thread.setDaemon(true);
        thread.setContextClassLoader(ExampleCounts.class.getClassLoader());
    }

    public void start() {
        thread.start();
    }

    /** Training examples seen so far. */
    public long train(String dataset, ExampleFormat format) {
        lock.lock();
        try {
            return train.getOrDefault(new Counted(dataset, format), 0L);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything before the ends of these ranges is counted. @return whether it was, in time */
    public boolean awaitCounted(List<OffsetRange> ranges, Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!hasCounted(ranges)) {
                if (left <= 0) {
                    return false;
                }
                left = advanced.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasCounted(List<OffsetRange> ranges) {
        return ranges.stream().allMatch(range -> positions.getOrDefault(range.partition(), 0L) >= range.to());
    }

    private void follow() {
        while (!closing) {
            try (KafkaConsumer<String, byte[]> consumer = readers.newConsumer()) {
                List<TopicPartition> partitions = consumer.partitionsFor(Topics.EXAMPLES_PREPARED).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
                if (partitions.isEmpty()) {
                    LOG.warnf("counting examples waits for a topic topic=%s", Topics.EXAMPLES_PREPARED);
                    pause();
                    continue;
                }
                consumer.assign(partitions);
                for (TopicPartition partition : partitions) {
                    consumer.seek(partition, position(partition));
                }
                while (!closing) {
                    count(consumer, partitions);
                }
            } catch (KafkaException e) {
                LOG.warnf("counting examples waits for Kafka reason=%s", e.getMessage());
                pause();
            }
        }
    }

    private void count(KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions) {
        Map<Counted, Long> found = new HashMap<>();
        for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
            count(message, found);
        }
        Map<Integer, Long> now = new HashMap<>();
        for (TopicPartition partition : partitions) {
            now.put(partition.partition(), consumer.position(partition));
        }
        lock.lock();
        try {
            found.forEach((key, number) -> train.merge(key, number, Long::sum));
            positions.putAll(now);
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Only a few fields are looked at; what cannot be read is reported by the run that meets it. */
    private static void count(ConsumerRecord<String, byte[]> message, Map<Counted, Long> found) {
        if (message.value() == null) {
            return;
        }
        try {
            JsonNode example = EventFormat.tree(message.value());
            if (example.path("split").asText().equals("train")) {
                found.merge(
                        new Counted(
                                example.path("dataset").asText(),
                                new ExampleFormat(
                                        example.path("tokenizerSha256").asText(),
                                        example.path("templateSha256").asText())),
                        1L,
                        Long::sum);
            }
        } catch (IOException unreadable) {
            LOG.debugf("not counted offset=%d reason=%s", message.offset(), unreadable.getMessage());
        }
    }

    private long position(TopicPartition partition) {
        lock.lock();
        try {
            return positions.getOrDefault(partition.partition(), 0L);
        } finally {
            lock.unlock();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing = true;
    }
}
