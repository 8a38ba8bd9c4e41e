package io.parlance.preprocess.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parlance.broker.BrokerOptions;
import io.parlance.broker.BrokerProcess;
import io.parlance.broker.TopicCreator;
import io.parlance.contracts.Change;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DatasetCounted;
import io.parlance.contracts.Embedding;
import io.parlance.contracts.Event;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Source;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenIds;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Traits;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.stream.EventJson;
import io.parlance.preprocess.stream.StreamRun;
import io.parlance.preprocess.stream.TestConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints how many conversations a second the ledger notes, and what that costs. */
@Tag("drill")
class LedgerDrill {
    private static final int CONVERSATIONS = 100_000;
    private static final String SHA = "0123456789abcdef".repeat(4);

    @TempDir
    private Path folder;

    @Test
    void notesConversationsAndTheirExamples() throws IOException {
        try (BrokerProcess broker = BrokerProcess.start(BrokerOptions.throwaway(folder.resolve("broker")))) {
            new TopicCreator(broker.bootstrapServers()).createMissing(Topics.all());
            write(broker.bootstrapServers());
            PreprocessConfig config = TestConfig.of(broker.bootstrapServers(), "drill", folder.resolve("state"));
            LedgerTopology topology = new LedgerTopology(
                    new LedgerCounters(new SimpleMeterRegistry()),
                    config.ledger().tellEvery());
            try (StreamRun run =
                    new StreamRun(topology.build(), LedgerSettings.of(config), () -> {}, new SimpleMeterRegistry())) {
                assertThat(run.hasEnded()).isFalse();
                report(broker.bootstrapServers());
            }
        }
    }

    private void report(String bootstrapServers) throws IOException {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition counted = new TopicPartition(Topics.DATASETS_COUNTED, 0);
            consumer.assign(List.of(counted));
            consumer.seekToBeginning(List.of(counted));
            DatasetCounted first = null;
            DatasetCounted last = null;
            long start = 0;
            long cpu = 0;
            while (last == null || last.prepared() < CONVERSATIONS || last.submitted() < CONVERSATIONS) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    last = EventJson.read(record.value(), DatasetCounted.class);
                    if (first == null && last.submitted() + last.prepared() > CONVERSATIONS / 2) {
                        first = last;
                        start = System.nanoTime();
                        cpu = cpuNanos();
                    }
                }
            }
            // A submission and an outcome make one conversation.
            double noted = CONVERSATIONS - (first.submitted() + first.prepared()) / 2.0;
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuSeconds = (cpuNanos() - cpu) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "ledger: %.0f conversations in %.1f s, %.0f/s; %.0f per second of one CPU; state folder %.1f MiB for %d%n",
                    noted,
                    seconds,
                    noted / seconds,
                    noted / cpuSeconds,
                    bytes(folder.resolve("state")) / 1048576.0,
                    CONVERSATIONS);
            assertThat(last)
                    .isEqualTo(new DatasetCounted(
                            "live", CONVERSATIONS, CONVERSATIONS, 0, Map.of("train", (long) CONVERSATIONS), Map.of()));
        }
    }

    private static void write(String bootstrapServers) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "compression.type", "lz4", "linger.ms", 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < CONVERSATIONS; i++) {
                String id = "conv-%032x".formatted(i);
                List<Turn> turns = List.of(
                        new Turn("user", "Where is order %d, please?".formatted(i)),
                        new Turn("assistant", "It left our house this morning and will be with you soon."));
                send(
                        producer,
                        new ConversationSubmitted(
                                id,
                                "live",
                                turns,
                                Map.of(),
                                List.of(),
                                null,
                                List.of(),
                                null,
                                null,
                                new Source("http", "req-1", (long) i + 1, "openai_chat"),
                                null));
                send(
                        producer,
                        new ExamplePrepared(
                                id,
                                "live",
                                Split.TRAIN,
                                turns,
                                new TokenIds(tokens(i)),
                                List.of(new TokenSpan(20, 40)),
                                new Embedding(embedding(i)),
                                "base",
                                SHA,
                                SHA,
                                SHA,
                                List.of(),
                                null,
                                new Traits(
                                        null,
                                        "cluster-" + i % 16,
                                        "en",
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        List.of(new Change("strip-html@1", 1)))));
            }
        }
    }

    private static int[] tokens(int seed) {
        int[] tokens = new int[48];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = (seed * 31 + i * 7_919) % 49_152;
        }
        return tokens;
    }

    private static float[] embedding(int seed) {
        float[] values = new float[384];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(seed + i * 0.7);
        }
        return values;
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, Event event) {
        producer.send(new ProducerRecord<>(
                event.topic(), event.key().getBytes(StandardCharsets.UTF_8), EventJson.write(event)));
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(f -> f.toFile().length())
                    .sum();
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
