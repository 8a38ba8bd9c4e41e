package io.parlance.evaluator.announcement;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.broker.BrokerTestResource;
import io.parlance.contracts.DatasetWindow;
import io.parlance.contracts.ModelPromoted;
import io.parlance.contracts.ModelRef;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BrokerTestResource.class)
class EvaluatorServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "parlance.artifacts")
    URI artifacts;

    @Inject
    ObjectMapper json;

    @TestHTTPResource("/v1/evaluations")
    URI evaluations;

    private final String run = "ftjob-" + UUID.randomUUID();
    private EvaluatorWorld world;

    @BeforeEach
    void openWorld() {
        world = new EvaluatorWorld(artifacts, bootstrapServers, json);
    }

    @AfterEach
    void closeWorld() {
        world.close();
    }

    @Test
    void promotesABetterModelThenKeepsItAgainstAWorseOne() throws Exception {
        // Given
        ModelRef base = world.model("base-" + run, 1);
        ModelRef better = world.model("better-" + run, 2);
        ModelRef worse = world.model("worse-" + run, 3);
        world.tell(world.imported(base));
        DatasetWindow window = world.examplesAnsweredBy("data-" + run, better, 40);

        // When
        world.tell(world.trained(run, better, base, window));
        JsonNode first = evaluation("eval-" + run);
        world.tell(world.trained(run + "-2", worse, base, window));
        JsonNode second = evaluation("eval-" + run + "-2");

        // Then
        assertThat(first.path("verdict").asText()).as(first.toString()).isEqualTo("promote");
        assertThat(first.path("champion").path("id").asText()).isEqualTo(base.id());
        JsonNode perplexity = first.path("metrics").path(0);
        assertThat(perplexity.path("name").asText()).isEqualTo("perplexity");
        assertThat(perplexity.path("difference").path("n").asLong()).isEqualTo(32);
        assertThat(perplexity.path("difference").path("high").asDouble()).isNegative();
        assertThat(first.path("metrics").path(1).path("candidate").path("value").asDouble())
                .isEqualTo(1.0);
        assertThat(first.path("metrics").path(2).path("name").asText()).isEqualTo("f1");
        assertThat(second.path("verdict").asText()).isEqualTo("keep");
        assertThat(second.path("champion").path("id").asText()).isEqualTo(better.id());
        assertThat(promotions())
                .filteredOn(p -> p.model().id().contains(run))
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.model()).isEqualTo(better);
                    assertThat(p.replaced()).isEqualTo(base.id());
                    assertThat(p.evaluationId()).isEqualTo("eval-" + run);
                });
    }

    @Test
    void saysWhichFileIsTruncatedAndDecidesNothing() throws Exception {
        // Given
        ModelRef base = world.model("base-" + run, 1);
        ModelRef broken = world.model("broken-" + run, 2);
        world.tell(world.imported(base));
        DatasetWindow window = world.examplesAnsweredBy("data-" + run, base, 12);
        Path weights = world.folder(broken.id()).resolve("onnx/model.onnx.data");
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(whole, whole.length / 2));
        // When
        world.tell(world.trained(run, broken, base, window));
        JsonNode failed = evaluation("eval-" + run);
        // Then
        assertThat(failed.path("type").asText()).isEqualTo("io.parlance.evaluations.failed.v1");
        assertThat(failed.path("code").asText()).isEqualTo("model_unreadable");
        assertThat(failed.path("message").asText()).contains("model.onnx.data");
    }

    @Test
    void failsAnEvaluationThatHasNothingToTestOn() throws Exception {
        ModelRef base = world.model("base-" + run, 1);
        world.tell(world.imported(base));
        DatasetWindow window = world.examplesAnsweredBy("data-" + run, base, 10);
        DatasetWindow other = new DatasetWindow("another-" + run, window.topic(), window.ranges());
        world.tell(world.trained(run, base, base, other));
        assertThat(evaluation("eval-" + run).path("code").asText()).isEqualTo("no_test_examples");
    }

    @Test
    void failsAnEvaluationWhoseWindowTheBrokerDoesNotHold() throws Exception {
        ModelRef base = world.model("base-" + run, 1);
        world.tell(world.imported(base));
        DatasetWindow beyond =
                new DatasetWindow("data-" + run, Topics.EXAMPLES_PREPARED, List.of(new OffsetRange(0, 0, 1_000_000)));
        world.tell(world.trained(run, base, base, beyond));
        assertThat(evaluation("eval-" + run).path("code").asText()).isEqualTo("window_gone");
    }

    @Test
    void streamsEventsAndReplaysThemAfterTheLastIdSeen() throws Exception {
        // Given
        ModelRef base = world.model("base-" + run, 1);
        world.tell(world.imported(base));
        DatasetWindow window = world.examplesAnsweredBy("data-" + run, base, 20);
        world.tell(world.trained(run + "-a", base, base, window));
        String seen = evaluation("eval-" + run + "-a").path("event_id").asText();
        world.tell(world.trained(run + "-b", base, base, window));
        evaluation("eval-" + run + "-b");
        world.tell(world.trained(run + "-c", base, base, window));
        // When
        List<String> ids = streamed(seen, 2);
        // Then
        assertThat(ids).containsExactly("eval-" + run + "-b", "eval-" + run + "-c");
    }

    @Test
    void refusesAPositionThatIsNone() {
        given().header("Last-Event-ID", "yesterday")
                .get("/v1/evaluations/events")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("Last-Event-ID"))
                .body("error.message", containsString("'yesterday'"));
    }

    @Test
    void knowsNoEvaluationThatNeverWas() {
        given().get("/v1/evaluations/eval-none")
                .then()
                .statusCode(404)
                .body("error.code", equalTo("evaluation_not_found"));
    }

    @Test
    void isReadyOnceItReads() throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (given().get("/q/health/ready").statusCode() != 200
                && Instant.now().isBefore(deadline)) {
            Thread.sleep(200);
        }
        given().get("/q/health/ready").then().statusCode(200);
    }

    private JsonNode evaluation(String id) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            var response = given().get("/v1/evaluations/" + id);
            if (response.statusCode() == 200) {
                return json.readTree(response.asByteArray());
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no evaluation " + id + " within " + PATIENCE);
    }

    private List<ModelPromoted> promotions() {
        List<ModelPromoted> promotions = new ArrayList<>();
        EventJson events = new EventJson(json, Clock.systemUTC());
        new TopicReader(new KafkaSettings(bootstrapServers))
                .readAll(
                        Topics.MODELS_PROMOTED,
                        record -> promotions.add(events.read(record.value(), ModelPromoted.class)));
        return promotions;
    }

    /** Evaluation ids of the first events of a stream, as any HTTP client reads it. */
    private List<String> streamed(String lastEventId, int count) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(evaluations + "/events"))
                .header("Last-Event-ID", lastEventId)
                .timeout(PATIENCE)
                .build();
        List<String> ids = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode())
                    .as(
                            response.statusCode() == 200
                                    ? ""
                                    : new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(200);
            assertThat(response.headers().firstValue("content-type"))
                    .hasValueSatisfying(v -> assertThat(v).startsWith("text/event-stream"));
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                Stream<String> data = lines.lines().filter(line -> line.startsWith("data:"));
                for (String line : (Iterable<String>) data::iterator) {
                    ids.add(json.readTree(line.substring(5))
                            .path("evaluationId")
                            .asText());
                    if (ids.size() == count) {
                        break;
                    }
                }
            }
            client.shutdownNow();
        }
        return ids;
    }
}
