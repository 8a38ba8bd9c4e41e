package io.parlance.trainer.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Reads topics from their beginning on a thread of its own, and follows them; per partition in order, each record once. */
public final class Following implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Following.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Readers readers;
    private final String name;
    private final List<String> topics;
    private final Listener listener;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private volatile boolean caughtUp;
    private volatile boolean rewinding;
    private boolean behind = true;
    private volatile boolean closing;

    /** Hears what is read, always on the same thread. */
    public interface Listener {
        void record(ConsumerRecord<String, byte[]> message);

        /** All was told that the topics held when reading began, at first and after {@link Following#rewind}. */
        default void caughtUp() {}

        /** Nothing came for half a second. */
        default void quiet() {}
    }

    /** @param name of the thread, and in the log */
    public Following(Readers readers, String name, List<String> topics, Listener listener) {
        this.readers = readers;
        this.name = name;
        this.topics = List.copyOf(topics);
        this.listener = listener;
        this.thread = new Thread(this::follow, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(Following.class.getClassLoader());
    }

    public void start() {
        thread.start();
    }

    /** Whether all was told that the topics held when reading began. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    /** Begins anew from the first records. Called by the listener only. */
    public void rewind() {
        lock.lock();
        try {
            positions.clear();
            behind = true;
            rewinding = true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything before these ends was told. @return whether it was, in time */
    public boolean await(Map<TopicPartition, Long> ends, Duration patience) {
        return whenTold(ends, patience, _ -> true).isPresent();
    }

    /**
     * Waits until everything before these ends was told, and asks then what the listener made of it, while nothing more
     * is told.
     *
     * @param ask is given the places before which everything was told
     * @return empty when it took too long
     */
    public <T> Optional<T> whenTold(
            Map<TopicPartition, Long> ends, Duration patience, Function<Map<TopicPartition, Long>, T> ask) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!hasTold(ends)) {
                if (left <= 0) {
                    return Optional.empty();
                }
                left = advanced.awaitNanos(left);
            }
            return Optional.of(ask.apply(Map.copyOf(positions)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasTold(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private void follow() {
        while (!closing) {
            try (KafkaConsumer<String, byte[]> consumer = readers.newConsumer()) {
                List<TopicPartition> partitions = partitions(consumer);
                consumer.assign(partitions);
                while (!closing && !partitions.isEmpty()) {
                    seek(consumer, partitions);
                    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                    rewinding = false;
                    while (!closing && !rewinding) {
                        tell(consumer.poll(POLL), consumer, ends);
                    }
                }
            } catch (KafkaException e) {
                LOG.warnf("following waits for Kafka what=%s reason=%s", name, e.getMessage());
            }
            pause();
        }
    }

    /** Empty while one of the topics is not there. */
    private List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            var found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                LOG.warnf("following waits for a topic what=%s topic=%s", name, topic);
                return List.of();
            }
            found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        return partitions;
    }

    private void seek(KafkaConsumer<?, ?> consumer, List<TopicPartition> partitions) {
        lock.lock();
        try {
            partitions.forEach(partition -> consumer.seek(partition, positions.getOrDefault(partition, 0L)));
        } finally {
            lock.unlock();
        }
    }

    private void tell(
            ConsumerRecords<String, byte[]> messages, KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        lock.lock();
        try {
            messages.forEach(listener::record);
            ends.keySet().forEach(partition -> positions.put(partition, consumer.position(partition)));
            if (behind && hasTold(ends)) {
                listener.caughtUp();
                behind = false;
                caughtUp = true;
            } else if (messages.isEmpty()) {
                listener.quiet();
            }
            advanced.signalAll();
        } finally {
            lock.unlock();
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
