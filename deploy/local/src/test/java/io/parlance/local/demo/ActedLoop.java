package io.parlance.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.parlance.contracts.ArtifactRef;
import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DatasetWindow;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.Estimate;
import io.parlance.contracts.EvaluationCompleted;
import io.parlance.contracts.Event;
import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.Hyperparameters;
import io.parlance.contracts.MetricComparison;
import io.parlance.contracts.ModelPromoted;
import io.parlance.contracts.ModelRef;
import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Topics;
import io.parlance.contracts.TrainingProgressed;
import io.parlance.contracts.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Plays all services behind one base URL: answers as they do and says on real topics what they would.
 *
 * <p>Every kind of request is first answered with 503, as while a service starts again.
 */
final class ActedLoop implements AutoCloseable {
    static final ModelRef BASE = model("acted-base");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DatasetWindow WINDOW =
            new DatasetWindow("live", Topics.EXAMPLES_PREPARED, List.of(new OffsetRange(0, 0, 5)));
    private static final Hyperparameters HYPERPARAMETERS = new Hyperparameters(1, 8, 1e-3, 0.01, 8, 16, 0, 1024, 1);

    private final String run;
    private final EvaluationCompleted.Verdict verdict;
    private final KafkaProducer<String, String> producer;
    private final HttpServer server;
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
    private volatile boolean jobMade;
    private volatile boolean promoted;

    ActedLoop(String bootstrapServers, String run, EvaluationCompleted.Verdict verdict) throws IOException {
        this.run = run;
        this.verdict = verdict;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer());
        this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
        say(new BaseModelImported(BASE, "acted:base", "LlamaForCausalLM", 1_000, "0".repeat(64), "0".repeat(64)));
    }

    int port() {
        return server.getAddress().getPort();
    }

    ModelRef candidate() {
        return model("ft:acted-base:parlance:demo:" + run);
    }

    int timesAsked(String request) {
        return requests.getOrDefault(request, new AtomicInteger()).get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        int time = requests.computeIfAbsent(request, key -> new AtomicInteger()).incrementAndGet();
        if (time == 1 && !request.equals("POST /v1/fine_tuning/jobs")) {
            send(
                    exchange,
                    503,
                    "{\"error\":{\"message\":\"away\",\"type\":\"server_error\",\"param\":null,\"code\":null}}");
            return;
        }
        switch (request) {
            case "POST /v1/conversations" -> send(exchange, 202, submit(new String(body, StandardCharsets.UTF_8)));
            case "GET /v1/fine_tuning/jobs" ->
                send(exchange, 200, "{\"data\":[%s]}".formatted(jobMade ? "{\"id\":\"" + run + "\"}" : ""));
            case "POST /v1/fine_tuning/jobs" -> {
                jobMade = true;
                train();
                // The outcome of the first request stays unknown to the client.
                exchange.close();
            }
            case "GET /v1/models" ->
                send(
                        exchange,
                        200,
                        "{\"data\":[{\"id\":\"%s\"}]}"
                                .formatted(promoted ? candidate().id() : BASE.id()));
            case "POST /v1/chat/completions" -> chat(exchange, JSON.readTree(body));
            default -> send(exchange, 404, "{}");
        }
    }

    private String submit(String lines) {
        long accepted = lines.lines().count();
        for (int i = 0; i < accepted; i++) {
            String id = run + "-" + i;
            say(new ConversationSubmitted(
                    id, "live", List.of(new Turn("user", "hi"), new Turn("assistant", "ho")), null));
            say(new ExampleDropped(id, "live", DropReason.ALREADY_KNOWN, "acted"));
        }
        producer.flush();
        return "{\"received\":%d,\"accepted\":%d,\"rejected\":1,\"rejections\":[{\"line\":3,\"violations\":[{\"field\":\"messages\",\"rule\":\"is missing\"}]}]}"
                .formatted(accepted + 1, accepted);
    }

    private void train() {
        for (int step = 1; step <= 4; step++)
            say(new TrainingProgressed(
                    run,
                    TrainingProgressed.Phase.TRAINING,
                    step,
                    4,
                    step / 4.0,
                    3.0 / step,
                    null,
                    1e-3,
                    1.0,
                    500.0,
                    100L * step,
                    4.0 - step));
        say(new ModelTrained(
                run, candidate(), BASE, WINDOW, HYPERPARAMETERS, 280, 35, 0, 400, 0.75, 0.8, "fp32", "cpu"));
        say(new EvaluationCompleted(
                "eval-" + run,
                run,
                candidate(),
                BASE,
                WINDOW,
                1_000,
                List.of(new MetricComparison(
                        "perplexity",
                        MetricComparison.Better.LOWER,
                        new Estimate(27.2, 25, 29, 36),
                        new Estimate(4.8, 4.5, 5.1, 36),
                        new Estimate(-22.4, -24, -20, 36))),
                verdict,
                "acted"));
        if (verdict == EvaluationCompleted.Verdict.PROMOTE) {
            promoted = true;
            say(new ModelPromoted(ModelPromoted.CHAT, candidate(), BASE.id(), BASE.id(), "eval-" + run));
        }
    }

    private static void chat(HttpExchange exchange, JsonNode question) throws IOException {
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            for (String piece : List.of("said by ", question.get("model").asText()))
                out.write("data: {\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}\n\n"
                        .formatted(piece)
                        .getBytes(StandardCharsets.UTF_8));
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private void say(Event event) {
        try {
            producer.send(new ProducerRecord<>(event.topic(), event.key(), JSON.writeValueAsString(event)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static ModelRef model(String id) {
        return new ModelRef(id, new ArtifactRef("file:///acted/" + id.replace(':', '-'), "0".repeat(64), 1));
    }

    @Override
    public void close() {
        server.stop(0);
        producer.close();
    }
}
