package io.parlance.preprocess.erasure;

import io.parlance.contracts.ErasureRequested;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.CommittedReading;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.erasure.compaction.Compaction;
import io.parlance.preprocess.erasure.log.ClusterTopics;
import io.parlance.preprocess.erasure.log.LogReader;
import io.parlance.preprocess.erasure.log.LogWriter;
import io.parlance.preprocess.erasure.trace.Examples;
import io.parlance.preprocess.erasure.trace.Traced;
import io.parlance.preprocess.ledger.Books;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * The requests in their order, those that wait together. They are one partition, so one instance has them all; they are
 * committed when their receipts are out. After any exception it is at an end: close it and open another. One thread.
 */
final class ErasureQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ErasureQueue.class);
    private static final int MOST_TOGETHER = 50;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CALL = Duration.ofSeconds(15);
    private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(1);

    private final PreprocessConfig config;
    private final Books books;
    private final String ledger;
    private final Function<Examples, Traced> traces;
    private final Consumer<byte[], byte[]> consumer;
    private boolean working;
    private boolean moved;
    private long lastSign;
    private Desk desk;

    /** The work has gone to another instance. */
    static final class Moved extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What the work is done with; opened when the work has come here, so that it is taken from nobody. */
    private record Desk(Erasures erasures, ClusterTopics topics, LogReader reader, LogWriter writer) {
        void close() {
            writer.close();
            reader.close();
            topics.close();
            erasures.close();
        }
    }

    /** @param ledger the ledger's application id */
    ErasureQueue(PreprocessConfig config, Books books, String ledger, Function<Examples, Traced> traces) {
        this.config = config;
        this.books = books;
        this.ledger = ledger;
        this.traces = traces;
        Map<String, Object> settings = CommittedReading.settings(config.bootstrapServers(), CALL);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.applicationId() + "-erasure");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_TOGETHER);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        // A scan may take long between two signs of life; heartbeats go on meanwhile.
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 10 * 60_000);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(Topics.ERASURES_REQUESTED), new Assignments());
    }

    /** Takes the next requests, if there are any, and works them off. */
    void step() throws InterruptedException {
        Map<String, ErasureRequested> requests = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> behind = new HashMap<>();
        // What came while the last ones were worked off comes in pieces.
        int taken = 0;
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        while (!records.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                behind.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
                if (record.value() != null) {
                    read(record).ifPresent(request -> requests.putIfAbsent(request.erasureId(), request));
                }
            }
            taken += records.count();
            records = taken < MOST_TOGETHER ? consumer.poll(POLL) : ConsumerRecords.empty();
        }
        if (behind.isEmpty()) {
            return;
        }
        working = true;
        consumer.pause(consumer.assignment());
        work(requests.values());
        consumer.commitSync(behind);
        consumer.resume(consumer.assignment());
        working = false;
    }

    private static Optional<ErasureRequested> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(ErasureJson.read(record.value(), ErasureRequested.class));
        } catch (SerializationException e) {
            LOG.errorf(
                    e,
                    "Request for erasure unreadable, it is passed over; its writer has to send it again offset=%d",
                    record.offset());
            return Optional.empty();
        }
    }

    private void work(Collection<ErasureRequested> requests) throws InterruptedException {
        ErasureBatch batch = null;
        for (ErasureRequested request : requests) {
            open();
            Known known = desk.erasures().find(request.erasureId()).orElse(Known.of(request));
            if (known.receipt() == null) {
                ErasureState state = known.state() == null ? ErasureState.begin(request.erasureId()) : known.state();
                batch = batch == null ? new ErasureBatch() : batch;
                batch.add(new ErasureRun(tools(), request, state));
                if (batch.isFull()) {
                    batch.end();
                    batch = null;
                }
            }
        }
        if (batch != null) {
            batch.end();
        }
    }

    private ErasureRun.Tools tools() {
        return new ErasureRun.Tools(
                books,
                desk.erasures(),
                traces,
                desk.topics(),
                desk.reader(),
                desk.writer(),
                config.applicationId(),
                ledger,
                config.erasure().cleanerPatience(),
                Clock.systemUTC(),
                this::alive);
    }

    private void open() throws InterruptedException {
        if (desk != null) {
            return;
        }
        String servers = config.bootstrapServers();
        desk = new Desk(
                new Erasures(new LogReader(servers, this::alive)),
                new ClusterTopics(servers),
                new LogReader(servers, this::alive),
                new LogWriter(servers, config.applicationId() + "-erasure"));
        for (ErasureState state : desk.erasures().leftOver()) {
            Journal journal = new Journal(desk.writer(), state);
            ErasureBatch.tidy(
                    List.of(journal),
                    new Compaction(
                            desk.topics(),
                            desk.reader(),
                            desk.writer(),
                            journal,
                            config.erasure().cleanerPatience()));
        }
    }

    /** A sign of life to the group, now and then. @throws Moved when another instance has the work */
    private void alive() {
        if (Thread.interrupted()) {
            throw new org.apache.kafka.common.errors.InterruptException("asked to stop");
        }
        if (working && System.nanoTime() - lastSign > BETWEEN_SIGNS.toNanos()) {
            lastSign = System.nanoTime();
            consumer.poll(Duration.ZERO);
        }
        if (moved) {
            throw new Moved();
        }
    }

    private final class Assignments implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (working) {
                consumer.pause(partitions);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            moved = working && !partitions.isEmpty();
        }
    }

    @Override
    public void close() {
        // A thread that is asked to stop would leave the group by force, and be missed for ten seconds.
        boolean interrupted = Thread.interrupted();
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
        if (desk != null) {
            desk.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
