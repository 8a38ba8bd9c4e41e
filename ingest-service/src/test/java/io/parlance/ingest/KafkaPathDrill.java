package io.parlance.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parlance.broker.BrokerOptions;
import io.parlance.broker.BrokerProcess;
import io.parlance.broker.TopicCreator;
import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Source;
import io.parlance.contracts.Topic;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Turn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how many accepted conversations a second this service gets acknowledged by Kafka (event to JSON, envelope,
 * producer, acknowledgement), beside kafka-producer-perf-test with records of the same size (key, value and headers
 * together) on the same broker, acks=all. In turns; medians. Fails under 80 % of the tool
 * with its own settings; with the lz4 and the larger batches of this service it is told beside it.
 */
@Tag("drill")
class KafkaPathDrill {
    private static final int RECORDS = Integer.getInteger("drill.records", 200_000);
    private static final int ROUNDS = Integer.getInteger("drill.rounds", 3);
    private static final double SHARE = 0.8;
    private static final int DISTINCT = 20_000;
    private static final int REQUESTS = 2;
    private static final String BASELINE = "baseline.v1";
    private static final Pattern RATE = Pattern.compile("([0-9.]+) records/sec");

    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void keepsUpWithThePerformanceTest() throws Exception {
        List<ConversationSubmitted> conversations = conversations();
        try (BrokerProcess broker = BrokerProcess.start(BrokerOptions.keeping(folder.resolve("broker"), 0))) {
            Topic submitted = Topics.named(Topics.CONVERSATIONS_SUBMITTED);
            new TopicCreator(broker.bootstrapServers())
                    .createMissing(
                            List.of(submitted, new Topic(BASELINE, submitted.partitions(), submitted.retention())));
            EventWriter writer = writer(broker);
            Path payloads = payloads(conversations);
            double[][] rates = new double[3][ROUNDS];
            announce(writer, conversations);
            for (int round = 0; round < ROUNDS; round++) {
                rates[0][round] = announce(writer, conversations);
                rates[1][round] = performanceTest(broker, payloads, "compression.type=lz4", "batch.size=131072");
                rates[2][round] = performanceTest(broker, payloads);
            }
            writer.close();
            double ours = median(rates[0]);
            System.out.printf(
                    Locale.ROOT,
                    "records of %.0f bytes (key, value, headers), %,d a round, %d rounds, acks=all, medians:%n"
                            + "  this service's Kafka path                        %,10.0f/s%n"
                            + "  kafka-producer-perf-test, the same settings      %,10.0f/s  we reach %.0f %%%n"
                            + "  kafka-producer-perf-test, its own settings       %,10.0f/s  we reach %.0f %%%n",
                    Files.size(payloads) / (double) DISTINCT - 1,
                    RECORDS,
                    ROUNDS,
                    ours,
                    median(rates[1]),
                    100 * ours / median(rates[1]),
                    median(rates[2]),
                    100 * ours / median(rates[2]));
            assertThat(ours).isGreaterThan(SHARE * median(rates[2]));
        }
    }

    private EventWriter writer(BrokerProcess broker) {
        return new EventWriter(
                EventWriter.producer(Map.of("bootstrap.servers", broker.bootstrapServers())),
                new AcknowledgementWindow(4_096, Duration.ofSeconds(5), Clock.systemUTC()),
                json,
                Clock.systemUTC());
    }

    /** As so many requests at a time do. */
    private double announce(EventWriter writer, List<ConversationSubmitted> conversations) throws Exception {
        ConversationAnnouncements announcements = new ConversationAnnouncements(writer, new SimpleMeterRegistry());
        long start = System.nanoTime();
        try (ExecutorService requests = Executors.newFixedThreadPool(REQUESTS)) {
            List<Future<Receipt>> receipts = new ArrayList<>();
            for (int request = 0; request < REQUESTS; request++) {
                receipts.add(requests.submit(() -> {
                    Submission submission = new Submission(new Origin("http", "drill"), announcements, 512, 0);
                    for (int i = 0; i < RECORDS / REQUESTS; i++) {
                        submission.announce(new Examination.Passed(conversations.get(i % DISTINCT)));
                    }
                    return submission.await();
                }));
            }
            for (Future<Receipt> receipt : receipts) {
                assertThat(receipt.get().accepted()).isEqualTo(RECORDS / REQUESTS);
            }
        }
        return RECORDS / ((System.nanoTime() - start) / 1e9);
    }

    private double performanceTest(BrokerProcess broker, Path payloads, String... settings) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty(BrokerOptions.LIBRARIES_PROPERTY) + "/*",
                "org.apache.kafka.tools.ProducerPerformance",
                "--topic",
                BASELINE,
                "--num-records",
                Integer.toString(2 * RECORDS),
                "--warmup-records",
                Integer.toString(RECORDS),
                "--throughput",
                "-1",
                "--payload-file",
                payloads.toString(),
                "--producer-props",
                "bootstrap.servers=" + broker.bootstrapServers(),
                "acks=all"));
        command.addAll(Arrays.asList(settings));
        Path said = folder.resolve("performance-test.out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(said)).isZero();
        double rate = 0;
        // The last line is the steady state's.
        for (Matcher found = RATE.matcher(Files.readString(said)); found.find(); ) {
            rate = Double.parseDouble(found.group(1));
        }
        return rate;
    }

    private Path payloads(List<ConversationSubmitted> conversations) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (ConversationSubmitted conversation : conversations) {
            String value = json.writeValueAsString(conversation);
            int headers = CloudEvent.of(
                            conversation,
                            "x".repeat(37 + conversation.key().length()),
                            "/parlance/ingest",
                            Clock.systemUTC().instant())
                    .headers()
                    .entrySet()
                    .stream()
                    .mapToInt(h -> h.getKey().length() + h.getValue().length())
                    .sum();
            String filler = json.writeValueAsString(conversations.get(lines.length() % DISTINCT));
            lines.append(value)
                    .append((filler + filler)
                            .substring(0, headers + conversation.key().length()))
                    .append('\n');
        }
        return Files.writeString(folder.resolve("payloads"), lines, StandardCharsets.UTF_8);
    }

    private static List<ConversationSubmitted> conversations() {
        SplittableRandom random = new SplittableRandom(1);
        List<ConversationSubmitted> conversations = new ArrayList<>();
        for (int i = 0; i < DISTINCT; i++) {
            conversations.add(new ConversationSubmitted(
                    "drill-%07d".formatted(i),
                    "live",
                    List.of(new Turn("user", words(random, 20)), new Turn("assistant", words(random, 40))),
                    Map.of(),
                    List.of(),
                    null,
                    List.of(),
                    null,
                    null,
                    new Source("http", "req-drill", i + 1L, "openai_chat"),
                    null));
        }
        return conversations;
    }

    private static String words(SplittableRandom random, int count) {
        List<String> some =
                List.of("lamp", "kettle", "order", "please", "tomorrow", "green", "the", "to", "mended", "shop");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(some.get(random.nextInt(some.size())))
                    .append(random.nextInt(100))
                    .append(' ');
        }
        return text.append('.').toString();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
