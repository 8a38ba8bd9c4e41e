package io.parlance.endtoend.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.contracts.Topics;
import io.parlance.endtoend.kill.TopicBalance;
import io.parlance.endtoend.world.LocalWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Broken lines, requests and records in a world of its own; prints what was found. */
public final class FuzzDrill {
    private static final int LISTED = 40;

    private final Path folder;
    private final int cases;
    private final long seed;
    private final Map<String, String> settings;
    private boolean passed = true;

    /** @param cases lines and requests over HTTP; a tenth as many records go to the topic besides */
    public FuzzDrill(Path folder, int cases, long seed, Map<String, String> settings) {
        this.folder = folder;
        this.cases = cases;
        this.seed = seed;
        this.settings = Map.copyOf(settings);
    }

    /** @return whether no answer was a 500, every refusal was told as it must be, and no process ended */
    public boolean run() throws IOException, InterruptedException {
        System.out.printf(
                "Fuzz drill: %,d lines and requests, %,d records on the topic, seed %d%n", cases, cases / 10, seed);
        try (var world = LocalWorld.ofData(folder, settings);
                var watch = new TopicBalance.Watch(world.bootstrapServers())) {
            List<Long> before = world.pids();
            long begun = System.nanoTime();
            FuzzRun run = new FuzzRun(world, seed);
            records(world.bootstrapServers());
            run.run(cases);
            System.out.printf("  %.0f s; answers by status %s%n", (System.nanoTime() - begun) / 1e9, run.statuses());
            run.faults().stream().limit(LISTED).forEach(fault -> System.out.println("    " + fault));
            expect("answers that must not be: " + run.faultCount(), run.faultCount() == 0);
            TopicBalance balance = watch.awaited(0);
            expect(
                    "records with one outcome: %,d of %,d, %,d with more"
                            .formatted(balance.answered(), balance.submitted(), balance.doubled()),
                    balance.isEven());
            expect("no process has ended: " + restarts(world), world.pids().equals(before));
        }
        System.out.println(passed ? "Fuzz drill passed." : "Fuzz drill FAILED.");
        return passed;
    }

    private void records(String bootstrapServers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < cases / 10; i++) {
                byte[] value = random.nextInt(30) == 0 ? new byte[0] : Lines.broken(random);
                byte[] key = random.nextInt(3) == 0 ? null : Lines.utf8(Texts.odd(random));
                var record = new ProducerRecord<>(Topics.CONVERSATIONS_SUBMITTED, key, value);
                if (random.nextInt(3) == 0)
                    record.headers()
                            .add("content-type", "application/cloudevents+json".getBytes(StandardCharsets.UTF_8));
                while (random.nextInt(3) == 0) record.headers().add("ce_id", Lines.broken(random));
                if (random.nextInt(9) == 0) record.headers().add("traceparent", null);
                producer.send(record);
            }
        }
    }

    private static String restarts(LocalWorld world) throws IOException {
        var told = new StringBuilder();
        for (JsonNode child : world.state().get("children"))
            told.append(child.get("name").asText())
                    .append(' ')
                    .append(child.get("restarts").asInt())
                    .append(" restarts ");
        return told.toString().strip();
    }

    private void expect(String what, boolean holds) {
        System.out.printf("  %-4s %s%n", holds ? "ok" : "FAIL", what);
        passed &= holds;
    }
}
