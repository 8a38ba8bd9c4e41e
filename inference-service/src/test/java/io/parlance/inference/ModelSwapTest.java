package io.parlance.inference;

import static io.parlance.inference.Service.content;
import static io.parlance.inference.Service.json;
import static io.parlance.inference.Service.post;
import static io.parlance.inference.Service.request;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.contracts.ModelPromoted;
import io.parlance.contracts.ModelRef;
import io.parlance.contracts.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ServedModelTestResource.class)
class ModelSwapTest {

    @BeforeEach
    void waitForTheBase() {
        Service.awaitServing("\"active\": \"tiny-base\"");
    }

    @AfterEach
    void goBackToTheBase() {
        TestWorld.withdrawPromotion();
        Service.awaitServing("\"active\": \"tiny-base\"");
    }

    @Test
    void servesWhatIsPromotedAndTheBaseBesideIt() {
        // Given
        String ofBase = content(json(post(greedy("tiny-base")).asString()));
        ModelRef tuned = TestWorld.store("ft:tiny-base:parlance:a:1", 2);
        // When
        TestWorld.promote(tuned);
        Service.awaitServing("\"active\": \"ft:tiny-base:parlance:a:1\"");
        JsonNode promoted = json(post(greedy("parlance")).asString());
        JsonNode base = json(post(greedy("tiny-base")).asString());
        // Then
        assertThat(promoted.path("model").asText()).isEqualTo("ft:tiny-base:parlance:a:1");
        assertThat(base.path("model").asText()).isEqualTo("tiny-base");
        assertThat(content(base)).isEqualTo(ofBase);
        assertThat(content(promoted)).isNotEqualTo(ofBase);
        assertThat(promoted.path("system_fingerprint")).isNotEqualTo(base.path("system_fingerprint"));
        given().get("/v1/models")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data.id", hasItems("ft:tiny-base:parlance:a:1", "tiny-base"));
        given().urlEncodingEnabled(false)
                .get("/v1/models/ft:tiny-base:parlance:a:1")
                .then()
                .statusCode(200)
                .body("object", equalTo("model"));
        given().urlEncodingEnabled(false)
                .get("/v1/models/ft%3Atiny-base%3Aparlance%3Aa%3A1")
                .then()
                .statusCode(200)
                .body("id", equalTo("ft:tiny-base:parlance:a:1"));
        given().get("/v1/models/parlance").then().body("id", equalTo("ft:tiny-base:parlance:a:1"));
        given().get("/v1/models/nothing").then().statusCode(404).body("error.code", equalTo("model_not_found"));
    }

    private static JsonNode greedy(String model) {
        return request("\"temperature\":0", "\"ignore_eos\":true").put("model", model);
    }

    @Test
    void dropsNoRequestWhileModelsAreSwappedUnderLoad() throws InterruptedException {
        // Given four clients that keep asking, whole and streamed
        ConcurrentLinkedQueue<Response> answers = new ConcurrentLinkedQueue<>();
        AtomicBoolean enough = new AtomicBoolean();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            boolean streamed = i % 2 == 0;
            clients.add(Thread.ofVirtual().start(() -> {
                while (!enough.get()) {
                    answers.add(post(request("\"ignore_eos\":true", "\"stream\":" + streamed)
                            .put("model", "parlance")));
                }
            }));
        }
        // When
        for (int model = 2; model <= 5; model++) {
            String id = "ft:tiny-base:parlance:swap:" + model;
            TestWorld.promote(TestWorld.store(id, model));
            Service.awaitServing("\"active\": \"" + id + "\"");
        }
        enough.set(true);
        for (Thread client : clients) {
            client.join();
        }
        // Then
        Set<String> models = new HashSet<>();
        assertThat(answers).hasSizeGreaterThan(8).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
            String body = answer.asString();
            if (answer.contentType().startsWith("text/event-stream")) {
                assertThat(body).contains("\"finish_reason\":\"length\"").endsWith("data: [DONE]\n\n");
                models.add(json(Service.events(body).getFirst()).path("model").asText());
            } else {
                JsonNode whole = json(body);
                assertThat(whole.path("usage").path("completion_tokens").asInt())
                        .isEqualTo(24);
                models.add(whole.path("model").asText());
            }
        });
        assertThat(models).hasSizeGreaterThan(1);
    }

    @Test
    void keepsServingTheOldModelWhenANewOneIsTruncatedAndTakesItOnceRepaired() throws IOException {
        // Given a model whose weights were cut
        String id = "ft:tiny-base:parlance:cut:1";
        ModelRef cut = TestWorld.store(id, 9);
        Path data = TestWorld.folder(id).resolve("onnx/model.onnx.data");
        byte[] whole = Files.readAllBytes(data);
        Files.write(data, Arrays.copyOf(whole, whole.length / 2));
        // When
        TestWorld.promote(cut);
        Response ready = Service.await(
                "/q/health/ready",
                response -> response.statusCode() == 503 && response.asString().contains("truncated"));
        // Then
        assertThat(ready.asString()).contains("model.onnx.data", "Restore it");
        post(request().put("model", "parlance")).then().statusCode(200).body("model", equalTo("tiny-base"));
        post(request().put("model", id))
                .then()
                .statusCode(503)
                .header("retry-after", equalTo("2"))
                .body("error.message", containsString("truncated"));
        given().get("/health").then().statusCode(200).body("message", containsString("truncated"));
        given().get("/q/health/live").then().statusCode(200);
        // When
        Files.write(data, whole);
        // Then
        Service.awaitServing("\"active\": \"" + id + "\"");
    }

    @Test
    void passesOverEventsThatItCannotRead() {
        // Given
        ModelRef tuned = TestWorld.store("ft:tiny-base:parlance:b:1", 12);
        // When
        TestWorld.send(new ProducerRecord<>(
                Topics.MODELS_PROMOTED, ModelPromoted.CHAT, "no JSON".getBytes(StandardCharsets.UTF_8)));
        TestWorld.send(new ProducerRecord<>(
                Topics.MODELS_PROMOTED, ModelPromoted.CHAT, "null".getBytes(StandardCharsets.UTF_8)));
        TestWorld.send(new ProducerRecord<>(Topics.MODELS_IMPORTED, "odd", "{}".getBytes(StandardCharsets.UTF_8)));
        TestWorld.send(new ProducerRecord<>(Topics.MODELS_IMPORTED, "never-there", null));
        TestWorld.promote(tuned);
        TestWorld.promote(tuned);
        // Then
        Service.awaitServing("\"active\": \"ft:tiny-base:parlance:b:1\"");
    }
}
