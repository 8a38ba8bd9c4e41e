package io.parlance.preprocess.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parlance.broker.BrokerOptions;
import io.parlance.broker.BrokerProcess;
import io.parlance.broker.TopicCreator;
import io.parlance.contracts.Embedding;
import io.parlance.contracts.Topics;
import io.parlance.model.TinyModel;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.preprocess.embedding.EmbeddingsAhead;
import io.parlance.preprocess.embedding.MiniLm;
import io.parlance.preprocess.example.BaseModel;
import io.parlance.preprocess.example.Preparation;
import io.parlance.preprocess.example.SentenceEmbedder;
import io.parlance.preprocess.recipe.Recipe;
import io.parlance.preprocess.split.Splits;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints how many short conversations a second go through; broker, stream and reader share the machine. */
@Tag("drill")
class ThroughputDrill {
    private static final List<String> OUTCOMES =
            List.of(Topics.CONVERSATIONS_REJECTED, Topics.EXAMPLES_DROPPED, Topics.EXAMPLES_PREPARED);

    @TempDir
    private Path folder;

    private final Random random = new Random(1);
    private boolean template;

    @Test
    void preparesWithoutEmbeddings() {
        measure("without embeddings", 20_000, text -> new Embedding(), settings -> settings);
    }

    @Test
    void preparesTextsWithMuchInCommon() {
        template = true;
        measure("one template, without embeddings", 20_000, text -> new Embedding(), settings -> settings);
    }

    @Test
    void preparesWithEmbeddings() {
        try (MiniLm miniLm = MiniLm.open()) {
            measure("with embeddings, one by one", 600, miniLm, settings -> settings);
        }
    }

    @Test
    void preparesWithEmbeddingsInBatches() {
        try (MiniLm miniLm = MiniLm.open();
                EmbeddingsAhead ahead = new EmbeddingsAhead(miniLm::embedAll, 2)) {
            measure("with embeddings in batches", 2_000, ahead, settings -> LookAhead.in(settings, ahead));
        }
    }

    /** A few minutes. */
    @Test
    void takesTenTimesAsLongForTenTimesAsMany() {
        double few = measure("few", 20_000, text -> new Embedding(), settings -> settings);
        double many = measure("many", 200_000, text -> new Embedding(), settings -> settings);
        System.out.printf(Locale.ROOT, "time of ten times as many: %.2f times%n", 10 * few / many);
        assertThat(10 * few / many).isLessThanOrEqualTo(10.5);
    }

    private String conversation(int i) {
        String answer = template
                ? "It left our house this morning &amp; will be with you soon."
                : IntStream.range(0, 12)
                        .mapToObj(w -> "word" + random.nextInt(3_000))
                        .collect(Collectors.joining(" "));
        return "{\"id\":\"c%d\",\"messages\":[{\"role\":\"user\",\"content\":\"Where is <b>order %d</b>, please?\"},{\"role\":\"assistant\",\"content\":\"%s\"}]}"
                .formatted(i, i, answer);
    }

    /** @return conversations a second */
    private double measure(
            String what, int conversations, SentenceEmbedder embedder, UnaryOperator<Properties> settings) {
        String place = what.replaceAll("\\W+", "-");
        BaseModel base = BaseModel.of(
                "tiny",
                HuggingFaceFolder.open(TinyModel.write(folder.resolve(place + "-model"), 1))
                        .chatFormat(),
                256);
        try (BrokerProcess broker = BrokerProcess.start(BrokerOptions.throwaway(folder.resolve(place + "-broker")));
                KafkaDesk desk = new KafkaDesk(broker.bootstrapServers())) {
            new TopicCreator(broker.bootstrapServers()).createMissing(Topics.all());
            for (int i = 0; i < conversations; i++) {
                desk.send(new ProducerRecord<>(
                        Topics.CONVERSATIONS_SUBMITTED, conversation(i).getBytes(StandardCharsets.UTF_8)));
            }
            desk.flush();
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            OutcomeCounters counters = new OutcomeCounters(registry);
            Preparation preparation = new Preparation(Recipe.standard(), embedder, 1_024);
            PreprocessTopology topology = new PreprocessTopology(
                    preparation, StreamWorld.datasets(new Splits(1, 0.8, 0.1, 0.1)), () -> base, counters);
            long start = System.nanoTime();
            try (StreamRun run = new StreamRun(
                    topology.build(),
                    settings.apply(StreamSettings.of(
                            TestConfig.of(broker.bootstrapServers(), "throughput", folder.resolve(place + "-state")))),
                    counters,
                    registry)) {
                assertThat(run.hasEnded()).isFalse();
                int first =
                        desk.read(OUTCOMES, r -> true, 1, Duration.ofMinutes(2)).size();
                long warm = System.nanoTime();
                long cpu = cpuNanos();
                long last = desk.countUntil(OUTCOMES, conversations, Duration.ofMinutes(10));
                double seconds = (System.nanoTime() - warm) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%s: %d conversations, %.0f/s, %.0f per second of this process on one CPU (%.1f s after the first %d, which took %.1f s)%n",
                        what,
                        conversations,
                        (conversations - first) / seconds,
                        (conversations - first) / ((cpuNanos() - cpu) / 1e9),
                        seconds,
                        first,
                        (warm - start) / 1e9);
                assertThat(last).isEqualTo(conversations);
                return (conversations - first) / seconds;
            }
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
