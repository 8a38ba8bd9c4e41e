package io.parlance.benchmarks;

import io.parlance.contracts.Topic;
import io.parlance.contracts.Topics;
import io.parlance.endtoend.world.ClientLogs;
import io.parlance.endtoend.world.LocalWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Conversations a second through the packaged ingest service (-Xmx256m), as NDJSON over several connections, beside
 * kafka-producer-perf-test, acks=all, same broker, topics alike. In turns; medians.
 *
 * <p>The bar is the tool as it comes; with the service's lz4 and larger batches it does nothing but pass bytes on.
 *
 * <p>The tool's payloads are what the service has written for these lines: key, headers and value of each record, byte by
 * byte, so that both give the broker the same amount to keep and the codec the same to do. For comparison it is also given
 * the bare lines, which are less.
 */
public final class IngestSpeed {
    private static final String USAGE =
            "benchmark ingest [--records 200000] [--bytes 500] [--connections 4] [--rounds 3] [--target 40]";
    private static final String BASELINE = "baseline.v1";
    private static final int SAMPLES = 20_000;
    private static final String[] OUR_SETTINGS = {"compression.type=lz4", "batch.size=131072"};

    private IngestSpeed() {}

    public static void main(String[] line) throws Exception {
        ClientLogs.silence();
        Arguments arguments = Arguments.parse(
                line, 0, Set.of("--records", "--bytes", "--connections", "--rounds", "--target"), USAGE);
        int records = arguments.number("--records", 200_000);
        int bytes = arguments.number("--bytes", 500);
        int connections = arguments.number("--connections", 4);
        int rounds = arguments.number("--rounds", 3);
        try (WorkFolder work = WorkFolder.create();
                LocalWorld world =
                        LocalWorld.only(List.of("ingest"), work.path().resolve("world"), Map.of())) {
            int share = records / connections;
            byte[] body = SizedLines.of(share, bytes);
            createBaselineTopic(world.bootstrapServers());
            int port = world.process("ingest").get("port").asInt();
            // Twice for the compiler.
            for (int i = 0; i < 2; i++) upload(port, body, share, connections);
            int samples = Math.min(share, SAMPLES);
            byte[] written = WrittenRecords.read(world.bootstrapServers(), samples);
            var test = new PerformanceTest(
                    world.bootstrapServers(), BASELINE, Files.write(work.path().resolve("written"), written), records);
            var bare = new PerformanceTest(
                    world.bootstrapServers(),
                    BASELINE,
                    Files.write(work.path().resolve("lines"), SizedLines.of(samples, bytes)),
                    records);
            double[] http = new double[rounds];
            double[] same = new double[rounds];
            double[] own = new double[rounds];
            double[] less = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                http[round] = upload(port, body, share, connections);
                same[round] = test.run(OUR_SETTINGS);
                own[round] = test.run();
                less[round] = bare.run(OUR_SETTINGS);
            }
            System.out.printf(
                    Locale.ROOT,
                    "lines of %d bytes, which are records of %d bytes, %,d a round over %d connections, %d rounds,"
                            + " acks=all, medians:%n",
                    bytes,
                    written.length / samples - 1,
                    records,
                    connections,
                    rounds);
            System.out.printf(Locale.ROOT, "  %-52s %,10.0f/s%n", "HTTP NDJSON through ingest", median(http));
            tell("kafka-producer-perf-test, the service's settings", median(http), median(same));
            tell("kafka-producer-perf-test, its own settings", median(http), median(own));
            tell("the same tool with our settings and the bare lines", median(http), median(less));
            boolean reached = 100 * median(http) >= arguments.number("--target", 40) * median(own);
            System.out.println(reached ? "reached" : "NOT reached");
            if (!reached) System.exit(1);
        }
    }

    private static void tell(String what, double ours, double theirs) {
        System.out.printf(Locale.ROOT, "  %-52s %,10.0f/s  HTTP reaches %.0f %%%n", what, theirs, 100 * ours / theirs);
    }

    private static double upload(int port, byte[] body, int lines, int connections) throws Exception {
        long start = System.nanoTime();
        try (ExecutorService clients = Executors.newFixedThreadPool(connections)) {
            List<Future<String>> receipts = new ArrayList<>();
            for (int i = 0; i < connections; i++)
                receipts.add(clients.submit(() -> LinesUpload.send(port, body.length, out -> out.write(body))));
            for (Future<String> receipt : receipts)
                if (!receipt.get().contains("\"accepted\":" + lines + ","))
                    throw new IOException(
                            "%d lines were sent, the receipt says %.300s".formatted(lines, receipt.get()));
        }
        return (double) lines * connections / ((System.nanoTime() - start) / 1e9);
    }

    private static void createBaselineTopic(String bootstrapServers) throws InterruptedException, ExecutionException {
        Topic like = Topics.named(Topics.CONVERSATIONS_SUBMITTED);
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(BASELINE, like.partitions(), (short) 1).configs(like.settings())))
                    .all()
                    .get();
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
