package io.parlance.preprocess.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A plain Kafka client beside the service: writes records, reads what is committed. */
public final class KafkaDesk implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private volatile Exception unsent;

    public KafkaDesk(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    public void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record, (written, failure) -> {
            if (failure != null) {
                unsent = failure;
            }
        });
    }

    /** Returns when all that was sent is with the broker. */
    public void flush() {
        producer.flush();
        if (unsent != null) {
            throw new IllegalStateException("a record did not reach the broker", unsent);
        }
    }

    public long sendNow(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get().offset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Reads topics from their beginning until so many records match; then a little longer, lest there be too many. */
    public List<ConsumerRecord<String, byte[]>> read(
            List<String> topics, Predicate<ConsumerRecord<String, byte[]>> match, int wanted, Duration patience) {
        List<TopicPartition> partitions = partitions(topics);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        Instant deadline = Instant.now().plus(patience);
        boolean settled = false;
        while (!settled && Instant.now().isBefore(deadline)) {
            settled = found.size() >= wanted;
            consumer.poll(Duration.ofMillis(settled ? 1_500 : 200)).forEach(record -> {
                if (match.test(record)) {
                    found.add(record);
                }
            });
        }
        return found;
    }

    /** Counts the records of topics from their beginning, and returns as soon as there are so many. */
    public long countUntil(List<String> topics, long wanted, Duration patience) {
        List<TopicPartition> partitions = partitions(topics);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Instant deadline = Instant.now().plus(patience);
        long count = 0;
        while (count < wanted && Instant.now().isBefore(deadline)) {
            count += consumer.poll(Duration.ofMillis(100)).count();
        }
        return count;
    }

    private List<TopicPartition> partitions(List<String> topics) {
        return topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
