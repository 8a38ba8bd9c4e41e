package io.parlance.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The most that processes hold in memory, their processor time, which a busy machine does not change much, and the most segments
 * that the broker's log has, while something is done.
 */
final class Footprint {
    private static final long BETWEEN_LOOKS_MILLIS = 300;

    private final Map<String, Long> pids;
    private final Path topics;
    private final Map<String, Long> before = new LinkedHashMap<>();
    private final Map<String, Double> processorSeconds = new LinkedHashMap<>();
    private final Map<String, Long> most = new LinkedHashMap<>();
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::watch);
    private long segments;

    /** @param pids by name @param topics the broker's folder */
    Footprint(Map<String, Long> pids, Path topics) throws IOException {
        this.pids = pids;
        this.topics = topics;
        for (Map.Entry<String, Long> process : pids.entrySet()) {
            before.put(process.getKey(), residentKilobytes(process.getValue()));
            processorSeconds.put(process.getKey(), -processorSeconds(process.getValue()));
        }
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                for (Map.Entry<String, Long> process : pids.entrySet()) {
                    most.merge(process.getKey(), residentKilobytes(process.getValue()), Math::max);
                }
                segments = Math.max(segments, countSegments());
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            }
        } catch (InterruptedException | IOException over) {
            // What was seen stands.
        }
    }

    private long countSegments() throws IOException {
        try (Stream<Path> files = Files.walk(topics)) {
            return files.filter(file -> file.toString().endsWith(".log")).count();
        } catch (UncheckedIOException deletedMeanwhile) {
            return 0;
        }
    }

    static double processorSeconds(long pid) {
        return ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }

    private static long residentKilobytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(row -> row.startsWith("VmRSS:"))
                .mapToLong(row -> Long.parseLong(row.replaceAll("\\D", "")))
                .sum();
    }

    /** In words; after {@link #end}. */
    String words() {
        var words = new StringBuilder();
        most.forEach((name, kilobytes) -> words.append("%s %,d MB (before %,d) and %.0f s of processor  "
                .formatted(name, kilobytes / 1_024, before.get(name) / 1_024, processorSeconds.get(name))));
        return words.append("log segments at most %,d".formatted(segments)).toString();
    }

    void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
        pids.forEach((name, pid) -> processorSeconds.merge(name, processorSeconds(pid), Double::sum));
    }
}
