package io.parlance.preprocess.erasure.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes in transactions. All writers of one name are one: a new one ends what an earlier left open, and the earlier can
 * write nothing any more. After an exception it is at an end.
 */
public final class LogWriter implements AutoCloseable {
    private static final int MOST_RECORDS = 2_000;
    private static final int MOST_BYTES = 8 << 20;
    private static final int LARGEST_RECORD = 32 << 20;

    private final Producer<byte[], byte[]> producer;
    private final List<ProducerRecord<byte[], byte[]>> gathered = new ArrayList<>();
    private long gatheredBytes;

    public LogWriter(String bootstrapServers, String name) {
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        name,
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        30_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        30_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        10_000,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        30_000,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        LARGEST_RECORD,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** All of them or none, before it returns. */
    public List<RecordMetadata> write(List<ProducerRecord<byte[], byte[]>> records) {
        if (records.isEmpty()) {
            return List.of();
        }
        producer.beginTransaction();
        try {
            List<Future<RecordMetadata>> sent =
                    records.stream().map(producer::send).toList();
            producer.commitTransaction();
            List<RecordMetadata> written = new ArrayList<>();
            for (Future<RecordMetadata> future : sent) {
                written.add(future.get());
            }
            return written;
        } catch (KafkaException | ExecutionException e) {
            abort(e);
            throw new KafkaException(
                    "records could not be written to %s (%s)"
                            .formatted(records.getFirst().topic(), e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort(e);
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    private void abort(Exception why) {
        try {
            producer.abortTransaction();
        } catch (RuntimeException fenced) {
            why.addSuppressed(fenced);
        }
    }

    /** Written with others, when they are many or at {@link #flush()}. */
    public void add(ProducerRecord<byte[], byte[]> record) {
        gathered.add(record);
        gatheredBytes += record.value() == null ? 0 : record.value().length;
        if (gathered.size() >= MOST_RECORDS || gatheredBytes >= MOST_BYTES) {
            flush();
        }
    }

    public void flush() {
        write(List.copyOf(gathered));
        gathered.clear();
        gatheredBytes = 0;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
