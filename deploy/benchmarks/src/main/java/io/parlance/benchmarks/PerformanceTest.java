package io.parlance.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kafka's own producer measurement ({@code kafka-producer-perf-test}) as a process of its own, acks=all. */
record PerformanceTest(String bootstrapServers, String topic, Path payloads, int records) {
    private static final Pattern RATE = Pattern.compile("([0-9.]+) records/sec");

    /** @param settings of the producer, {@code name=value} @return records a second once it is warm */
    double run(String... settings) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("parlance.broker.libs") + "/*"));
        command.add("org.apache.kafka.tools.ProducerPerformance");
        command.addAll(List.of("--topic", topic, "--throughput", "-1"));
        command.addAll(List.of("--num-records", Integer.toString(2 * records)));
        command.addAll(List.of("--warmup-records", Integer.toString(records)));
        command.addAll(List.of("--payload-file", payloads.toString()));
        command.addAll(List.of("--producer-props", "bootstrap.servers=" + bootstrapServers, "acks=all"));
        command.addAll(List.of(settings));
        Path said = Files.createTempFile("performance-test", ".out");
        try {
            int code = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start()
                    .waitFor();
            String text = Files.readString(said);
            if (code != 0)
                throw new IOException("kafka-producer-perf-test ended with code %d:%n%s".formatted(code, text));
            double rate = 0;
            // The last line tells of the steady state, behind the warm-up.
            for (Matcher found = RATE.matcher(text); found.find(); ) rate = Double.parseDouble(found.group(1));
            return rate;
        } finally {
            Files.delete(said);
        }
    }
}
