package io.parlance.benchmarks;

import io.parlance.contracts.Topic;
import io.parlance.contracts.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What exactly-once costs a service that does nothing else: every submission read and written again, in transactions. */
final class CopiedRecords {
    private static final String COPY = "copied.v1";
    private static final long COMMIT_MILLIS = 300;

    private final String bootstrapServers;

    CopiedRecords(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Copies what is there now. */
    double eachSecond() throws IOException, InterruptedException {
        createTopic();
        Map<String, Object> reading = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "auto.offset.reset",
                "earliest",
                "group.id",
                "copying",
                "enable.auto.commit",
                false,
                "isolation.level",
                "read_committed");
        Map<String, Object> writing = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "transactional.id",
                "copying",
                "compression.type",
                "lz4",
                "batch.size",
                131_072,
                "linger.ms",
                100);
        try (var in = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var out = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            out.initTransactions();
            in.subscribe(List.of(Topics.CONVERSATIONS_SUBMITTED));
            while (in.assignment().isEmpty()) in.poll(Duration.ofMillis(50));
            in.seekToBeginning(in.assignment());
            Map<TopicPartition, Long> ends = in.endOffsets(in.assignment());
            return copy(in, out, ends);
        }
    }

    private static double copy(
            KafkaConsumer<byte[], byte[]> in, KafkaProducer<byte[], byte[]> out, Map<TopicPartition, Long> ends) {
        long start = System.nanoTime();
        long copied = 0;
        long begun = System.currentTimeMillis();
        out.beginTransaction();
        while (!isAt(in, ends)) {
            ConsumerRecords<byte[], byte[]> records = in.poll(Duration.ofMillis(100));
            for (ConsumerRecord<byte[], byte[]> record : records)
                out.send(new ProducerRecord<>(COPY, null, record.key(), record.value(), record.headers()));
            copied += records.count();
            if (System.currentTimeMillis() - begun > COMMIT_MILLIS) {
                commit(in, out, ends);
                out.beginTransaction();
                begun = System.currentTimeMillis();
            }
        }
        commit(in, out, ends);
        return copied / ((System.nanoTime() - start) / 1e9);
    }

    private static boolean isAt(KafkaConsumer<?, ?> in, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> in.position(end.getKey()) >= end.getValue());
    }

    private static void commit(KafkaConsumer<?, ?> in, KafkaProducer<?, ?> out, Map<TopicPartition, Long> partitions) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        partitions.keySet().forEach(partition -> offsets.put(partition, new OffsetAndMetadata(in.position(partition))));
        out.sendOffsetsToTransaction(offsets, in.groupMetadata());
        out.commitTransaction();
    }

    private void createTopic() throws IOException, InterruptedException {
        Topic like = Topics.named(Topics.CONVERSATIONS_SUBMITTED);
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(COPY, like.partitions(), (short) 1).configs(like.settings())))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("topic %s cannot be made".formatted(COPY), e.getCause());
        }
    }
}
