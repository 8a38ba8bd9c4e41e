package io.parlance.endtoend.loop;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.endtoend.kill.TopicBalance;
import io.parlance.endtoend.world.LocalWorld;
import io.parlance.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The whole loop with a tiny model, as a patient client sees it, while each process is killed once; prints what was found. */
public final class LoopDrill {
    private static final int CONVERSATIONS = 240;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Path folder;
    private final long seed;
    private boolean passed = true;

    public LoopDrill(Path folder, long seed) {
        this.folder = folder;
        this.seed = seed;
    }

    /** @return whether every conversation is accounted for and one candidate was trained, judged and, if better, served */
    public boolean run() throws IOException, InterruptedException {
        System.out.printf(
                "Loop drill: %d conversations, a tiny model, every process killed once, seed %d%n",
                CONVERSATIONS, seed);
        Files.createDirectories(folder);
        Path base = TinyModel.write(folder.resolve("tiny-chat"), 7);
        try (var world = LocalWorld.up(folder.resolve("data"), base, Map.of())) {
            var client = new PatientClient(world.baseUrl());
            String baseId = client.get("/models").at("/data/0/id").asText();
            Thread killer = Thread.ofPlatform().start(() -> killEachOnce(world));
            long begun = System.nanoTime();
            JsonNode receipt = client.post("/conversations", "application/x-ndjson", lines());
            tell(begun, "conversations in: " + receipt.path("accepted").asInt() + " accepted");
            await("the ledger balances", () -> balanced(client));
            tell(begun, "prepared: " + client.get("/datasets/live").path("balance"));
            String job = job(client, baseId);
            tell(begun, "job " + job);
            await("the job ends", () -> hasEnded(client.get("/fine_tuning/jobs/" + job)));
            JsonNode ended = client.get("/fine_tuning/jobs/" + job);
            String tuned = ended.path("fine_tuned_model").asText();
            tell(begun, "job %s, model %s".formatted(ended.path("status").asText(), tuned));
            killer.join();
            tell(begun, "all killed once");
            await("the new model serves", () -> tuned.equals(served(client)));
            tell(begun, "served");
            check(world, ended);
        }
        System.out.println(passed ? "Loop drill passed." : "Loop drill FAILED.");
        return passed;
    }

    private void check(LocalWorld world, JsonNode ended) throws IOException, InterruptedException {
        expect("the job succeeded", ended.path("status").asText().equals("succeeded"));
        TopicBalance balance = TopicBalance.awaited(world.bootstrapServers());
        expect(
                "records with one outcome: %d of %d, %d with more"
                        .formatted(balance.answered(), balance.submitted(), balance.doubled()),
                balance.isEven() && balance.submitted() >= CONVERSATIONS);
        for (JsonNode child : world.state().get("children"))
            expect(
                    "%s came back: %s"
                            .formatted(
                                    child.get("name").asText(),
                                    child.get("condition").asText()),
                    child.get("restarts").asInt() >= 1
                            && child.get("condition").asText().equals("READY"));
    }

    private void killEachOnce(LocalWorld world) {
        var random = new Random(seed);
        var victims = new ArrayList<>(List.of("broker", "ingest", "preprocess", "trainer", "evaluator", "inference"));
        Collections.shuffle(victims, random);
        try {
            for (String victim : victims) {
                Thread.sleep(500 + random.nextInt(9_000));
                while (!world.kill(victim)) Thread.sleep(100);
                System.out.printf("    killed %s%n", victim);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean balanced(PatientClient client) throws InterruptedException {
        JsonNode balance = client.get("/datasets/live").path("balance");
        return balance.path("balanced").asBoolean() && balance.path("prepared").asInt() == CONVERSATIONS;
    }

    /** An answer that was lost leaves a job behind all the same. */
    private static String job(PatientClient client, String baseId) throws InterruptedException {
        JsonNode job = client.post(
                "/fine_tuning/jobs",
                "application/json",
                "{\"model\":\"%s\",\"training_file\":\"live\",\"suffix\":\"loop\",\"seed\":1,\"method\":{\"type\":\"supervised\",\"supervised\":{\"hyperparameters\":{\"n_epochs\":3,\"learning_rate_multiplier\":10.0}}}}"
                        .formatted(baseId));
        return job.path("id").asText();
    }

    private static boolean hasEnded(JsonNode job) {
        return List.of("succeeded", "failed", "cancelled")
                .contains(job.path("status").asText());
    }

    private static String served(PatientClient client) throws InterruptedException {
        return client.post(
                        "/chat/completions",
                        "application/json",
                        "{\"model\":\"parlance\",\"temperature\":0,\"max_completion_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":\"What about lamp 1000?\"}]}")
                .path("model")
                .asText();
    }

    private static String lines() {
        return IntStream.range(0, CONVERSATIONS)
                .mapToObj(i ->
                        "{\"id\":\"c-%d\",\"messages\":[{\"role\":\"user\",\"content\":\"What about lamp %d?\"},{\"role\":\"assistant\",\"content\":\"Lamp %d is lit. Mind the moths.\"}]}"
                                .formatted(i, i, i))
                .collect(Collectors.joining("\n"));
    }

    private static void await(String what, Callable<Boolean> condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() > deadline)
                    throw new IllegalStateException("not within %s: %s".formatted(PATIENCE, what));
                Thread.sleep(500);
            }
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(what, e);
        }
    }

    private static void tell(long begun, String what) {
        System.out.printf(
                "  %4d s  %s%n", Duration.ofNanos(System.nanoTime() - begun).toSeconds(), what);
    }

    private void expect(String what, boolean holds) {
        System.out.printf("  %-4s %s%n", holds ? "ok" : "FAIL", what);
        passed &= holds;
    }
}
