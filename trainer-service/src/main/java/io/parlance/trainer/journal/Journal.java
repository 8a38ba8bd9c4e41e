package io.parlance.trainer.journal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Writes records in transactions: all of a call's records or none. A write that fails is tried again until its patience
 * ends; a repetition carries the same CloudEvents ids, so readers can drop it. One journal per trainer: opening a second
 * one on the same cluster shuts the first one out.
 */
public final class Journal implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Journal.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String bootstrapServers;
    private final String transactionalId;
    private final ReentrantLock lock = new ReentrantLock();
    private KafkaProducer<String, byte[]> producer;
    private volatile boolean closed;
    private volatile String shutOut;

    public Journal(String bootstrapServers, String transactionalId) {
        this.bootstrapServers = bootstrapServers;
        this.transactionalId = transactionalId;
    }

    /**
     * Ends what an earlier trainer left unfinished. To be done before anything is read.
     *
     * @throws JournalException when Kafka does not answer in time
     */
    public void open(Duration patience) {
        write(List.of(), patience);
    }

    /**
     * Writes all entries in one transaction and returns when Kafka has committed it.
     *
     * @throws JournalException when that was not possible in time; whether it was written is then unknown
     */
    public void write(List<Entry> entries, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        lock.lock();
        try {
            while (true) {
                try {
                    writeOnce(entries);
                    return;
                } catch (ProducerFencedException e) {
                    discard();
                    shutOut = "another trainer writes to %s under the name %s; stop one of the two"
                            .formatted(bootstrapServers, transactionalId);
                    throw new JournalException(shutOut, e);
                } catch (KafkaException e) {
                    discard();
                    if (closed || System.nanoTime() >= deadline) {
                        throw new JournalException(
                                "Kafka at %s did not take %s in time (%s); check that it runs"
                                        .formatted(bootstrapServers, subject(entries), e.getMessage()),
                                e);
                    }
                    LOG.warnf(
                            "journal write failed, trying again topics=%s reason=%s", subject(entries), e.getMessage());
                    pause();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing can be written any more, or null. */
    public String shutOut() {
        return shutOut;
    }

    /** From now on a write that fails is not tried again: the service is ending. */
    public void stopRetrying() {
        closed = true;
    }

    private void writeOnce(List<Entry> entries) {
        if (shutOut != null) {
            throw new JournalException(shutOut, null);
        }
        if (producer == null) {
            producer = newProducer();
            producer.initTransactions();
        }
        if (entries.isEmpty()) {
            return;
        }
        producer.beginTransaction();
        for (Entry entry : entries) {
            ProducerRecord<String, byte[]> message = new ProducerRecord<>(entry.topic(), entry.key(), entry.value());
            entry.headers()
                    .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(message);
        }
        producer.commitTransaction();
    }

    private KafkaProducer<String, byte[]> newProducer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        transactionalId,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        10_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        8_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        10_000,
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        30_000),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** A producer that failed once is not used again: the next one ends its transaction, one way or the other. */
    private void discard() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    private static Object subject(List<Entry> entries) {
        return entries.isEmpty()
                ? "a connection"
                : entries.stream().map(Entry::topic).toList();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalException("interrupted while waiting for Kafka", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            if (producer != null) {
                producer.close(Duration.ofSeconds(2));
                producer = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
