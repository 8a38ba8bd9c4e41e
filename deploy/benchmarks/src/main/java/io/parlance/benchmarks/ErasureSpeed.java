package io.parlance.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.Topics;
import io.parlance.endtoend.kill.TopicBalance;
import io.parlance.endtoend.world.ClientLogs;
import io.parlance.endtoend.world.LocalWorld;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How long two large erasures take, from the request to the receipt: a subject's conversations among others, then all of a
 * dataset. The baseline of each: reading all topics of the world once, by one thread that does nothing else. Afterwards all
 * topics are searched for what was said, and the ledger's figures are compared with what the topics hold.
 */
public final class ErasureSpeed {
    private static final String USAGE =
            "benchmark erasure [--conversations 200000] [--erase 20000] [--odd-keys 20] [--patience 3600]";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> SETTINGS = Map.of("PARLANCE_PREPROCESS_EMBEDDINGS", "false");
    private static final long BETWEEN_LOOKS_MILLIS = 200;

    private final LocalWorld world;
    private final Path topics;
    private final HttpClient http;
    private final int patienceSeconds;
    private final Map<String, Long> sent = new TreeMap<>();
    private boolean holds = true;

    private ErasureSpeed(LocalWorld world, Path topics, HttpClient http, int patienceSeconds) {
        this.world = world;
        this.topics = topics;
        this.http = http;
        this.patienceSeconds = patienceSeconds;
    }

    public static void main(String[] line) throws Exception {
        ClientLogs.silence();
        Arguments arguments =
                Arguments.parse(line, 0, Set.of("--conversations", "--erase", "--odd-keys", "--patience"), USAGE);
        int conversations = arguments.number("--conversations", 200_000);
        int erase = arguments.number("--erase", 20_000);
        if (erase < 1 || erase > conversations / 2)
            throw new IllegalArgumentException("--erase %d: expected 1 to half of --conversations".formatted(erase));
        var given = new ErasableConversations(conversations, conversations / erase, arguments.number("--odd-keys", 20));
        boolean holds;
        try (WorkFolder work = WorkFolder.create();
                HttpClient http = HttpClient.newHttpClient()) {
            Path folder = work.path().resolve("world");
            try (LocalWorld world = LocalWorld.only(List.of("preprocess"), folder, SETTINGS)) {
                var speed = new ErasureSpeed(
                        world, folder.resolve("broker/topics"), http, arguments.number("--patience", 3_600));
                holds = speed.run(given);
            }
        }
        System.out.println(holds ? "nothing left, books balance" : "FAILED");
        if (!holds) System.exit(1);
    }

    private boolean run(ErasableConversations given) throws IOException, InterruptedException {
        long start = System.nanoTime();
        send(given);
        TopicBalance balance = TopicBalance.awaited(world.bootstrapServers(), given.count());
        expect(balance.isEven(), "every conversation has one outcome: " + balance);
        System.out.printf(
                Locale.ROOT,
                "%,d conversations, prepared in %.0f s; of the subject %,d, of the dataset's others %,d%n",
                given.count(),
                (balance.lastAtNanos() - start) / 1e9,
                sent.getOrDefault(ErasableConversations.OF_SUBJECT, 0L),
                sent.getOrDefault(ErasableConversations.OF_DATASET, 0L));
        erase("/subjects/" + ErasableConversations.SUBJECT, ErasableConversations.OF_SUBJECT);
        erase("/datasets/" + ErasableConversations.DATASET, ErasableConversations.OF_DATASET);
        return holds;
    }

    private void send(ErasableConversations given) throws IOException {
        try (var producer = Submitting.producer(world.bootstrapServers())) {
            for (int i = 0; i < given.count(); i++) {
                ErasableConversations.One one = given.at(i);
                producer.send(one.record());
                if (one.mark() != null) {
                    sent.merge(one.mark(), 1L, Long::sum);
                }
            }
        }
        sent.put("", (long) given.count());
    }

    private void erase(String what, String mark) throws IOException, InterruptedException {
        double processorBefore =
                Footprint.processorSeconds(ProcessHandle.current().pid());
        long readFrom = System.nanoTime();
        TopicContents before = TopicContents.read(world.bootstrapServers(), mark);
        double readSeconds = (System.nanoTime() - readFrom) / 1e9;
        double readProcessor =
                Footprint.processorSeconds(ProcessHandle.current().pid()) - processorBefore;
        expect(!before.withMark().isEmpty(), "the search finds what is said as long as it is there");
        var stages = new LinkedHashMap<String, Double>();
        var footprint = new Footprint(Map.of("preprocess", pid("preprocess"), "broker", pid("broker")), topics);
        long start = System.nanoTime();
        JsonNode erasure = awaitReceipt(ask("DELETE", what).path("id").asText(), stages);
        double seconds = (System.nanoTime() - start) / 1e9;
        footprint.end();
        tell(what, erasure, seconds, readSeconds, readProcessor, before.all());
        System.out.printf(Locale.ROOT, "    %s%n    %s%n", stages(stages), footprint.words());
        erasure.at("/receipt/topics").forEach(topic -> {
            if (topic.path("topic").asText().equals(Topics.CONVERSATIONS_SUBMITTED)) {
                expect(
                        topic.path("gone").asLong() == sent.get(mark),
                        "the receipt counts %,d submissions".formatted(sent.get(mark)));
            }
        });
        verify(mark);
    }

    private JsonNode awaitReceipt(String id, Map<String, Double> stages) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patienceSeconds * 1_000_000_000L;
        String waitingFor = "";
        while (System.nanoTime() < deadline) {
            long look = System.nanoTime();
            JsonNode erasure = ask("GET", "/erasures/" + id);
            String status = erasure.path("status").asText();
            if (status.equals("completed")) return erasure;
            String waits = erasure.path("waiting_for").asText();
            if (!waits.equals(waitingFor) && waits.contains("failed")) System.out.println("    " + waits);
            waitingFor = waits;
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
            stages.merge(status, (System.nanoTime() - look) / 1e9, Double::sum);
        }
        throw new IOException("no receipt after %d s; the erasure waits for: %s%n%s"
                .formatted(patienceSeconds, waitingFor, world.logs()));
    }

    private static void tell(
            String what, JsonNode erasure, double seconds, double readSeconds, double readProcessor, long records)
            throws IOException {
        JsonNode receipt = erasure.path("receipt");
        long erased = receipt.path("conversations").asLong();
        System.out.printf(
                Locale.ROOT,
                "DELETE %s: %,d conversations in %.1f s: %,.0f/s; receipt of %,d bytes%n",
                what,
                erased,
                seconds,
                erased / seconds,
                JSON.writeValueAsBytes(receipt).length);
        receipt.path("topics")
                .forEach(topic -> System.out.printf(
                        Locale.ROOT,
                        "    %-28s %,9d gone, %,9d of others written again%n",
                        topic.path("topic").asText(),
                        topic.path("gone").asLong(),
                        topic.path("rewritten").asLong()));
        System.out.printf(
                Locale.ROOT,
                "    baseline, all %,d records of all topics read once: %.1f s, %.1f s of processor (the erasure took %.1f times as long)%n",
                records,
                readSeconds,
                readProcessor,
                seconds / readSeconds);
    }

    private static String stages(Map<String, Double> stages) {
        var words = new StringBuilder();
        stages.forEach((status, seconds) -> words.append(String.format(Locale.ROOT, "%s %.1f s  ", status, seconds)));
        return words.toString();
    }

    /** Nothing that was said is left; and the ledger says what the topics hold. */
    private void verify(String mark) throws IOException, InterruptedException {
        TopicContents now = TopicContents.read(world.bootstrapServers(), mark);
        expect(now.withMark().isEmpty(), "nothing of it can be read: " + now.withMark());
        long in = 0;
        long erased = 0;
        long examples = 0;
        long dropped = 0;
        long rejected = 0;
        boolean balanced = true;
        for (JsonNode brief : ask("GET", "/datasets").path("data")) {
            JsonNode dataset = ask("GET", "/datasets/" + brief.path("name").asText());
            JsonNode balance = dataset.path("balance");
            balanced &= balance.path("balanced").asBoolean();
            in += balance.path("in").asLong();
            erased += balance.path("erased").asLong();
            dropped += balance.path("dropped").asLong();
            rejected += balance.path("rejected").asLong();
            examples += dataset.path("examples").path("total").asLong();
        }
        long marked = sent.get(ErasableConversations.OF_SUBJECT)
                + (mark.equals(ErasableConversations.OF_DATASET) ? sent.get(mark) : 0);
        System.out.printf(
                Locale.ROOT,
                "    ledger: %,d in, %,d examples, %,d dropped, %,d rejected, %,d erased; %,d records of others name an erased one%n",
                in,
                examples,
                dropped,
                rejected,
                erased,
                now.named());
        expect(balanced, "every dataset is balanced");
        expect(in == sent.get(""), "%,d went in".formatted(sent.get("")));
        expect(erased == marked, "%,d are erased".formatted(marked));
        expect(
                now.on(Topics.CONVERSATIONS_SUBMITTED) == in - erased,
                "submissions on the topic: %,d".formatted(now.on(Topics.CONVERSATIONS_SUBMITTED)));
        expect(
                now.on(Topics.EXAMPLES_PREPARED) == examples,
                "examples on the topic: %,d".formatted(now.on(Topics.EXAMPLES_PREPARED)));
        expect(
                now.on(Topics.EXAMPLES_DROPPED) == dropped,
                "drops on the topic: %,d".formatted(now.on(Topics.EXAMPLES_DROPPED)));
        expect(
                now.on(Topics.CONVERSATIONS_REJECTED) == rejected,
                "refusals on the topic: %,d".formatted(now.on(Topics.CONVERSATIONS_REJECTED)));
    }

    private void expect(boolean condition, String what) {
        if (!condition) {
            System.out.println("    NOT TRUE: " + what);
            holds = false;
        }
    }

    private long pid(String process) throws IOException {
        return world.process(process).get("pid").asLong();
    }

    private JsonNode ask(String method, String path) throws IOException, InterruptedException {
        int port = world.process("preprocess").get("port").asInt();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        while (true) {
            var answer = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (answer.statusCode() / 100 == 2) return JSON.readTree(answer.body());
            if (answer.statusCode() != 503)
                throw new IOException("%s %s was answered with %d: %.500s"
                        .formatted(method, path, answer.statusCode(), answer.body()));
            Thread.sleep(1_000);
        }
    }
}
