package io.parlance.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.local.world.Service;
import io.parlance.local.world.WorldState;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CountDownLatch firstEventRead = new CountDownLatch(1);
    private final CountDownLatch clientGone = new CountDownLatch(1);
    private final BlockingQueue<String> forwardedIds = new LinkedBlockingQueue<>();
    private Gateway gateway;
    private String base;

    @BeforeAll
    void listen() throws Exception {
        int upstream = vertx.createHttpServer()
                .requestHandler(this::serve)
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        int nobody = portOfNobody();
        gateway = new Gateway(
                service -> switch (service) {
                    case EVALUATOR -> nobody;
                    default -> upstream;
                },
                () -> new WorldState(
                        "parlance", "/data", 1, WorldState.Phase.RUNNING, null, 0, "", true, false, List.of()));
        base = "http://127.0.0.1:" + gateway.listen(0);
    }

    @AfterAll
    void close() throws IOException {
        gateway.close();
        client.close();
        vertx.close();
    }

    /** What the services would do, by path. */
    private void serve(HttpServerRequest request) {
        var response = request.response();
        switch (request.path()) {
            case "/v1/conversations" -> count(request);
            case "/v1/chat/completions" -> {
                response.setChunked(true).putHeader("content-type", "text/event-stream");
                response.write("data: one\n\n");
                vertx.<Boolean>executeBlocking(() -> firstEventRead.await(10, TimeUnit.SECONDS))
                        .onSuccess(read -> response.end("data: " + (read ? "two" : "unread") + "\n\n"));
            }
            case "/v1/completions" -> {
                response.setChunked(true).putHeader("content-type", "text/event-stream");
                response.write("data: one\n\n");
                response.closeHandler(gone -> clientGone.countDown());
            }
            case "/v1/models" -> {
                forwardedIds.add(request.getHeader("x-request-id"));
                response.putHeader("x-served-by", "inference").end("{\"object\":\"list\"}");
            }
            case "/v1/models/dies-in-sse" -> {
                response.setChunked(true).putHeader("content-type", "text/event-stream");
                response.write("data: one\n\n")
                        .onComplete(sent -> request.connection().close());
            }
            case "/v1/models/dies-in-json" -> {
                response.putHeader("content-type", "application/json").putHeader("content-length", "100");
                response.write("{\"half\":")
                        .onComplete(sent -> request.connection().close());
            }
            case "/v1/fine_tuning/jobs" -> request.connection().close();
            default -> response.setStatusCode(418).end(request.method() + " " + request.uri());
        }
    }

    private static void count(HttpServerRequest request) {
        var bytes = new AtomicLong();
        request.handler(part -> bytes.addAndGet(part.length()));
        request.endHandler(end ->
                request.response().setStatusCode(202).end(request.getHeader("content-type") + " " + bytes.get()));
    }

    @Test
    void passesRequestAndAnswerWithMethodStatusQueryAndHeaders() throws Exception {
        // When
        var answer = send(request("/v1/fine_tuning/jobs/ftjob-1/events?limit=2&after=a%2Fb")
                .DELETE());

        // Then
        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.body()).isEqualTo("DELETE /v1/fine_tuning/jobs/ftjob-1/events?limit=2&after=a%2Fb");
    }

    @Test
    void passesTheRequestIdOnAndMakesOneWhenThereIsNone() throws Exception {
        // When
        var named = send(request("/v1/models").header("x-request-id", "mine"));
        var unnamed = send(request("/v1/models"));

        // Then
        assertThat(named.headers().firstValue("x-request-id")).hasValue("mine");
        assertThat(forwardedIds.take()).isEqualTo("mine");
        assertThat(unnamed.headers().firstValue("x-request-id")).hasValue(forwardedIds.take());
        assertThat(unnamed.headers().firstValue("x-served-by")).hasValue("inference");
    }

    @Test
    void streamsALargeUploadOfUnknownLength() throws Exception {
        // Given: 64 MB in pieces, without a length
        byte[] piece = "{\"id\":1}\n".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        int pieces = 64_000_000 / piece.length;
        var upload =
                Collections.enumeration(Stream.generate(() -> (InputStream) new java.io.ByteArrayInputStream(piece))
                        .limit(pieces)
                        .toList());

        // When
        var answer = send(request("/v1/conversations")
                .header("content-type", "application/x-ndjson")
                .POST(BodyPublishers.ofInputStream(() -> new SequenceInputStream(upload))));

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("application/x-ndjson " + (long) pieces * piece.length);
    }

    @Test
    void passesEachServerSentEventOnAsSoonAsItIsWritten() throws Exception {
        // When: the service writes its second event only after the first was read here
        var answer = client.send(request("/v1/chat/completions").build(), BodyHandlers.ofLines());
        var lines = new ArrayList<String>();
        answer.body().filter(line -> !line.isBlank()).forEach(line -> {
            lines.add(line);
            firstEventRead.countDown();
        });

        // Then
        assertThat(lines).containsExactly("data: one", "data: two");
    }

    @Test
    void cancelsTheServicesWorkWhenTheClientGoes() throws Exception {
        // Given
        var answer = client.send(request("/v1/completions").build(), BodyHandlers.ofInputStream());
        assertThat(answer.body().read()).isEqualTo('d');

        // When
        answer.body().close();

        // Then
        assertThat(clientGone.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void saysThatAServiceIsAwayAndWhenToTryAgain() throws Exception {
        // When
        var answer = send(request("/v1/evaluations/events"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("2");
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
        JsonNode error = JSON.readTree(answer.body()).get("error");
        assertThat(error.fieldNames()).toIterable().containsExactly("message", "type", "param", "code");
        assertThat(error.get("message").asText()).contains("evaluator service is away");
        assertThat(error.get("code").asText()).isEqualTo("service_unavailable");
    }

    @Test
    void answersALargeUploadToAServiceThatIsAway() throws Exception {
        // When
        var answer = send(request("/v1/evaluations").POST(BodyPublishers.ofByteArray(new byte[8_000_000])));

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
    }

    @Test
    void doesNotInviteToRepeatAJobThatMayHaveBegun() throws Exception {
        // When: the connection is lost before there is an answer
        var answer = send(request("/v1/fine_tuning/jobs").POST(BodyPublishers.ofString("{}")));

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
    }

    @Test
    void endsABrokenEventStreamWithAnErrorEvent() throws Exception {
        // When
        var answer = send(request("/v1/models/dies-in-sse"));

        // Then
        assertThat(answer.body().lines().filter(line -> line.startsWith("data:")))
                .hasSize(2)
                .last()
                .asString()
                .contains("\"error\"", "inference service is away");
    }

    @Test
    void neverLetsABrokenAnswerLookWhole() {
        // When, Then
        assertThatThrownBy(() -> send(request("/v1/models/dies-in-json"))).isInstanceOf(IOException.class);
    }

    @Test
    void namesWhatItKnowsWhenAPathIsUnknown() throws Exception {
        // When
        var answer = send(request("/v1/modelsx"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        JsonNode error = JSON.readTree(answer.body()).get("error");
        assertThat(error.get("param").isNull()).isTrue();
        assertThat(error.get("message").asText()).contains("/v1/modelsx", "/v1/conversations", "/v1/chat/completions");
    }

    @Test
    void tellsItsOwnHealthAndMetrics() throws Exception {
        // Given
        send(request("/v1/models/any"));

        // When
        var health = send(request("/q/health/ready"));
        var metrics = send(request("/q/metrics"));

        // Then
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(metrics.body())
                .contains("parlance_gateway_requests_seconds_count")
                .contains("service=\"inference\"")
                .contains("status=\"418\"");
    }

    @Test
    void sendsConversationsToOneServiceAndAsksAnotherForThem() {
        assertThat(Routes.of("POST", "/v1/conversations")).hasValue(Service.INGEST);
        assertThat(Routes.of("GET", "/v1/conversations")).hasValue(Service.INGEST);
        assertThat(Routes.of("GET", "/v1/conversations/c-1")).hasValue(Service.PREPROCESS);
        assertThat(Routes.of("DELETE", "/v1/conversations/c-1")).hasValue(Service.PREPROCESS);
        assertThat(Routes.of("GET", "/v1/datasets/live")).hasValue(Service.PREPROCESS);
        assertThat(Routes.of("DELETE", "/v1/datasets/live")).hasValue(Service.PREPROCESS);
        assertThat(Routes.of("DELETE", "/v1/subjects/ada")).hasValue(Service.PREPROCESS);
        assertThat(Routes.of("GET", "/v1/erasures/era-1")).hasValue(Service.PREPROCESS);
        assertThat(Routes.of("GET", "/v1/examples/c-1/mask")).hasValue(Service.PREPROCESS);
        assertThat(Routes.of("GET", "/internal/ledger/places")).isEmpty();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static int portOfNobody() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
