package io.parlance.trainer.file;

import io.parlance.contracts.DatasetCounted;
import io.parlance.contracts.FileUploaded;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Topics;
import io.parlance.trainer.journal.EventFormat;
import io.parlance.trainer.journal.JournalException;
import io.parlance.trainer.journal.Readers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Follows what is told of uploaded files and of how far their datasets are, from the beginning at each start. */
public final class FileNews implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FileNews.class);
    private static final List<String> TOPICS = List.of(Topics.FILES_UPLOADED, Topics.DATASETS_COUNTED);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Readers readers;
    private final FileStandings standings = new FileStandings();
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private volatile boolean followed;
    private volatile boolean closing;

    public FileNews(Readers readers) {
        this.readers = readers;
        this.thread = new Thread(this::follow, "file-news");
        thread.setDaemon(true);
        thread.setContextClassLoader(FileNews.class.getClassLoader());
    }

    public void start() {
        thread.start();
    }

    /**
     * How a file stands by all that was told of it until now.
     *
     * @throws JournalException when Kafka does not say it in time
     */
    public FileStanding standing(String id, Duration patience) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (String topic : TOPICS) {
            for (OffsetRange range : readers.wholeOf(topic)) {
                ends.put(new TopicPartition(topic, range.partition()), range.to());
            }
        }
        if (!awaitRead(ends, patience)) {
            throw new JournalException(
                    "what is known of files is still being read from Kafka; ask again shortly", null);
        }
        return standings.of(id);
    }

    /** How a file stands by what was read so far; empty until all that was told before the start is read. */
    public Optional<FileStanding> latest(String id) {
        return followed ? Optional.of(standings.of(id)) : Optional.empty();
    }

    private boolean awaitRead(Map<TopicPartition, Long> ends, Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!ends.entrySet().stream()
                    .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
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

    private void follow() {
        while (!closing) {
            try (KafkaConsumer<String, byte[]> consumer = readers.newConsumer()) {
                List<TopicPartition> partitions = partitions(consumer);
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                while (!closing && !partitions.isEmpty()) {
                    read(consumer, partitions);
                    followed |= awaitRead(ends, Duration.ZERO);
                }
            } catch (KafkaException e) {
                LOG.warnf("following files waits for Kafka reason=%s", e.getMessage());
            }
            pause();
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : TOPICS) {
            var found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                LOG.warnf("following files waits for a topic topic=%s", topic);
                return List.of();
            }
            found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        return partitions;
    }

    private void read(KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions) {
        consumer.poll(POLL).forEach(this::tell);
        lock.lock();
        try {
            partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void tell(ConsumerRecord<String, byte[]> message) {
        try {
            if (message.topic().equals(Topics.DATASETS_COUNTED)) {
                if (message.value() != null) {
                    standings.counted(EventFormat.read(message.value(), DatasetCounted.class));
                }
            } else if (message.value() == null) {
                standings.deleted(message.key());
            } else {
                standings.uploaded(EventFormat.read(message.value(), FileUploaded.class));
            }
        } catch (IOException e) {
            LOG.warnf(
                    "event cannot be read, it is passed over topic=%s offset=%d reason=%s",
                    message.topic(), message.offset(), e.getMessage());
        }
    }

    private void pause() {
        if (!closing) {
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        closing = true;
    }
}
