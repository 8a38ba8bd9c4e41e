package io.parlance.preprocess.augmentation.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.broker.BrokerOptions;
import io.parlance.broker.BrokerProcess;
import io.parlance.broker.TopicCreator;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.augmentation.AnyExample;
import io.parlance.preprocess.augmentation.Counts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker, and a process that is killed at work, twice. */
@Tag("drill")
class KilledAugmentationDrill {
    private static final int PARENTS = 1_200;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @Test
    void givesEachParentOneChildThoughItIsKilledAtWork() throws IOException, InterruptedException {
        try (BrokerProcess broker = BrokerProcess.start(BrokerOptions.throwaway(folder.resolve("broker")))) {
            // Given
            new TopicCreator(broker.bootstrapServers()).createMissing(Topics.all());
            prepare(broker.bootstrapServers());
            // When
            List<Integer> whenKilled = new ArrayList<>();
            for (int wanted : new int[] {1, PARENTS / 2, PARENTS}) {
                Process process = AugmentationProcess.start(
                        broker.bootstrapServers(), folder.resolve("state"), folder.resolve("log"));
                try {
                    whenKilled.add(children(broker.bootstrapServers(), wanted).size());
                } finally {
                    process.destroyForcibly().waitFor();
                }
            }
            // Then
            assertThat(whenKilled.getFirst()).isBetween(1, PARENTS - 1);
            List<String> children = children(broker.bootstrapServers(), PARENTS + 1, Duration.ofSeconds(3));
            Set<String> parents = new HashSet<>();
            children.forEach(key -> parents.add(key.substring(0, key.indexOf('~'))));
            assertThat(children).hasSize(PARENTS).doesNotHaveDuplicates();
            assertThat(parents).hasSize(PARENTS);
            Tally tally = new KafkaClients(
                            AugmentationProcess.config(broker.bootstrapServers(), folder.resolve("state")))
                    .tally();
            assertThat(tally.byMethod()).isEqualTo(Map.of("reversed@3", new Counts(PARENTS, PARENTS, 0, 0, 0)));
            System.out.printf("parents=%d children=%d childrenWhenKilled=%s%n", PARENTS, children.size(), whenKilled);
        }
    }

    private static void prepare(String bootstrapServers) throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < PARENTS; i++) {
                ExamplePrepared example =
                        AnyExample.of("c-" + i, new Turn("user", "one two"), new Turn("assistant", "yes"));
                producer.send(new ProducerRecord<>(
                        Topics.EXAMPLES_PREPARED,
                        example.key().getBytes(StandardCharsets.UTF_8),
                        json.writeValueAsBytes(example)));
            }
        }
    }

    private static List<String> children(String bootstrapServers, int wanted) {
        return children(bootstrapServers, wanted, PATIENCE);
    }

    /** Keys of the committed children, as soon as there are so many. */
    private static List<String> children(String bootstrapServers, int wanted, Duration patience) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.CONVERSATIONS_SUBMITTED).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<String> keys = new ArrayList<>();
            Instant deadline = Instant.now().plus(patience);
            while (keys.size() < wanted && Instant.now().isBefore(deadline)) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> keys.add(record.key()));
            }
            return keys;
        }
    }
}
