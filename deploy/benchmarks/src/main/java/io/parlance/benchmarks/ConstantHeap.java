package io.parlance.benchmarks;

import io.parlance.endtoend.world.ClientLogs;
import io.parlance.endtoend.world.LocalWorld;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One upload of several gigabytes, made while it is sent, through the packaged ingest service (-Xmx256m): heap in use and
 * resident memory as it goes.
 */
public final class ConstantHeap {
    private static final String USAGE = "benchmark heap [--megabytes 5120] [--bytes 1000]";
    private static final int ROWS = 20;
    private static final int MEGABYTE = 1 << 20;

    private ConstantHeap() {}

    public static void main(String[] line) throws Exception {
        ClientLogs.silence();
        Arguments arguments = Arguments.parse(line, 0, Set.of("--megabytes", "--bytes"), USAGE);
        long total = (long) arguments.number("--megabytes", 5_120) * MEGABYTE;
        byte[] block = SizedLines.of(10_000, arguments.number("--bytes", 1_000));
        long blocks = Math.max(1, total / block.length);
        try (WorkFolder work = WorkFolder.create();
                LocalWorld world =
                        LocalWorld.only(List.of("ingest"), work.path().resolve("world"), Map.of());
                HttpClient http = HttpClient.newHttpClient()) {
            var service = new Watched(
                    http,
                    world.process("ingest").get("port").asInt(),
                    world.process("ingest").get("pid").asLong());
            long start = System.nanoTime();
            System.out.printf(
                    "%10s %10s %14s %14s %10s%n", "sent MB", "MB/s", "heap after GC", "heap in use", "resident");
            String receipt = LinesUpload.stream(service.port(), out -> {
                for (long i = 0; i < blocks; i++) {
                    if (i % Math.max(1, blocks / ROWS) == 0) service.tell(i * block.length, start);
                    out.write(block);
                }
            });
            service.tell(blocks * block.length, start);
            System.out.printf("receipt: %.200s%n", receipt);
            boolean whole = receipt.contains("\"accepted\":" + blocks * 10_000 + ",");
            System.out.println(whole ? "every line is accounted for" : "the receipt does NOT hold every line");
            if (!whole) System.exit(1);
        }
    }

    private record Watched(HttpClient http, int port, long pid) {
        void tell(long sent, long start) throws IOException {
            String metrics = metrics();
            double seconds = Math.max(0.001, (System.nanoTime() - start) / 1e9);
            System.out.printf(
                    Locale.ROOT,
                    "%10d %10.1f %11.0f MB %11.0f MB %7d MB%n",
                    sent / MEGABYTE,
                    sent / seconds / MEGABYTE,
                    sum(metrics, "jvm_gc_live_data_size_bytes") / MEGABYTE,
                    sum(metrics, "jvm_memory_used_bytes{area=\"heap\"") / MEGABYTE,
                    residentKilobytes() / 1_024);
        }

        private String metrics() throws IOException {
            try {
                var ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics"))
                        .build();
                return http.send(ask, BodyHandlers.ofString()).body();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }

        private static double sum(String metrics, String name) {
            return metrics.lines()
                    .filter(row -> row.startsWith(name))
                    .mapToDouble(row -> Double.parseDouble(row.substring(row.lastIndexOf(' ') + 1)))
                    .sum();
        }

        private long residentKilobytes() throws IOException {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(row -> row.startsWith("VmRSS:"))
                    .mapToLong(row -> Long.parseLong(row.replaceAll("\\D", "")))
                    .sum();
        }
    }
}
