package io.parlance.preprocess.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.parlance.broker.BrokerTestResource;
import io.parlance.broker.TestBroker;
import io.parlance.contracts.DatasetVersioned;
import io.parlance.contracts.Event;
import io.parlance.contracts.Split;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.dataset.Examples;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dataset versions over HTTP, in the world of {@link PreprocessServiceTest}; the examples are written by hand. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
@TestProfile(PreprocessServiceTest.OwnFolders.class)
class DatasetHttpTest {
    private static KafkaDesk desk;

    private final String dataset = "set-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void open() {
        desk = new KafkaDesk(TestBroker.bootstrapServers());
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void fixesListsVerifiesDescribesAndExportsAVersion() {
        // Given
        write(Examples.of("a", dataset, Split.TRAIN, "When?", "At nine."));
        write(Examples.of("b", dataset, Split.TEST, "Where?", "Here."));
        // When
        ValidatableResponse fixed = given().contentType("application/json")
                .body("{\"description\":\"for a test\"}")
                .post("/v1/datasets/{name}/versions", dataset)
                .then()
                .statusCode(201)
                .body("object", equalTo("dataset.version"))
                .body("description", equalTo("for a test"))
                .body("manifest.examples", equalTo(2))
                .body("manifest.prepared_with[0].recipe_sha256", equalTo(Examples.SHA));
        // Then
        String id = fixed.extract().path("id");
        assertThat(id).startsWith("dsv-");
        given().post("/v1/datasets/{name}/versions", dataset)
                .then()
                .statusCode(200)
                .body("id", equalTo(id));
        assertThat(desk.read(
                        List.of(Topics.DATASETS_VERSIONED),
                        r -> r.key().equals(dataset + "/" + id),
                        1,
                        Duration.ofSeconds(20)))
                .singleElement()
                .satisfies(record -> assertThat(EventJson.read(record.value(), DatasetVersioned.class)
                                .id())
                        .isEqualTo(id));
        given().get("/v1/datasets/{name}/versions", dataset)
                .then()
                .statusCode(200)
                .body("data", hasSize(1))
                .body("data[0].id", equalTo(id))
                .body("has_more", equalTo(false));
        given().get("/v1/datasets/{name}/versions/{id}", dataset, id)
                .then()
                .statusCode(200)
                .body("digest", startsWith(id.substring(4)));
        given().post("/v1/datasets/{name}/versions/{id}/verify", dataset, id)
                .then()
                .statusCode(200)
                .body("match", equalTo(true))
                .body("missing", equalTo(0));
        byte[] train = given().get("/v1/datasets/{name}/versions/{id}/export?split=train", dataset, id)
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asByteArray();
        assertThat(new String(train, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"When?\"},{\"role\":\"assistant\",\"content\":\"At nine.\"}]}\n");
        given().header("x-forwarded-host", "parlance.example")
                .get("/v1/datasets/{name}/versions/{id}/croissant", dataset, id)
                .then()
                .statusCode(200)
                .contentType(containsString("application/ld+json"))
                .body("conformsTo", equalTo("http://mlcommons.org/croissant/1.1"))
                .body("distribution[0].sha256", equalTo(Sha256.of(train).hex()))
                .body(
                        "distribution[0].contentUrl",
                        equalTo("http://parlance.example/v1/datasets/%s/versions/%s/export?split=train"
                                .formatted(dataset, id)));
    }

    @Test
    void refusesWhatItDoesNotKnowByName() {
        given().post("/v1/datasets/{name}/versions", dataset)
                .then()
                .statusCode(404)
                .body("error.code", equalTo("dataset_not_found"));
        given().contentType("application/json")
                .body("{\"descripton\":\"x\"}")
                .post("/v1/datasets/{name}/versions", dataset)
                .then()
                .statusCode(400)
                .body("error.param", equalTo("descripton"));
        given().get("/v1/datasets/{name}/versions?page=2", dataset)
                .then()
                .statusCode(400)
                .body("error.param", equalTo("page"));
        given().get("/v1/datasets/{name}/versions/dsv-1/export", dataset)
                .then()
                .statusCode(404)
                .body("error.code", equalTo("version_not_found"));
    }

    @Test
    void findsWhatCrossesTheSplitsOfADataset() {
        // Given
        write(Examples.of("a", dataset, Split.TRAIN, "When do you open?", "At nine."));
        write(Examples.of("b", dataset, Split.TEST, "when do you open", "At nine"));
        write(Examples.of("c", dataset, Split.TRAIN, "Where?", "Here."));
        // Then
        given().contentType("application/json")
                .body("{\"dataset\":\"%s\"}".formatted(dataset))
                .post("/v1/leak-check")
                .then()
                .statusCode(200)
                .body("leaks", equalTo(true))
                .body("total", equalTo(1))
                .body("pairs[0].kind", equalTo("normalised"))
                .body("pairs[0].one.id", equalTo("a"))
                .body("pairs[0].other.side", equalTo("test"))
                .body("sides.find { it.name == 'train' }.texts", equalTo(2));
    }

    @Test
    void comparesTwoFilesAndNamesTheirLines() {
        given().multiPart(
                        "a",
                        "train.jsonl",
                        "{\"text\":\"one\"}\n{\"text\":\"two words\"}\n".getBytes(StandardCharsets.UTF_8))
                .multiPart("b", "test.txt", "nothing\n\nTwo words.\n".getBytes(StandardCharsets.UTF_8))
                .multiPart("limit", "1")
                .post("/v1/leak-check")
                .then()
                .statusCode(200)
                .body("pairs", hasSize(1))
                .body("pairs[0].one.line", equalTo(2))
                .body("pairs[0].other.line", equalTo(3))
                .body("sides[1].texts", equalTo(2));
    }

    @Test
    void refusesAMultipartBodyWhoseHeaderNamesNoBoundary() throws Exception {
        for (String contentType : List.of("multipart/form-data; boundary=", "multipart/form-data", "multipart/")) {
            // When sent as it is, which an HTTP client for tests would not do
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:%d/v1/leak-check".formatted(RestAssured.port)))
                                    .header("content-type", contentType)
                                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            // Then
            assertThat(answer.statusCode())
                    .describedAs("%s: %s", contentType, answer.body())
                    .isIn(400, 415);
            assertThat(answer.body()).contains("invalid_request_error");
        }
    }

    @Test
    void refusesALeakCheckThatNamesTooLittleOrTooMuch() {
        leakCheck("{\"a\":{\"conversations\":[{\"text\":\"x\"}]}}").body("error.param", equalTo("b"));
        leakCheck("{\"dataset\":null}").body("error.param", equalTo("dataset"));
        leakCheck("{\"a\":{\"file_id\":null},\"b\":{\"dataset\":\"live\"}}").body("error.param", equalTo("a.file_id"));
        leakCheck("{\"a\":{\"dataset\":null},\"b\":{\"dataset\":\"live\"}}").body("error.param", equalTo("a.dataset"));
        leakCheck("{\"dataset\":\"live\",\"a\":{}}").body("error.param", equalTo("a"));
        leakCheck("{\"dataset\":\"live\",\"threshold\":7}").body("error.param", equalTo("threshold"));
        leakCheck("{\"a\":{\"file_id\":\"file-none\"},\"b\":{\"file_id\":\"file-none\"}}")
                .body("error.param", equalTo("a.file_id"));
        given().multiPart("a", "a.txt", "x".getBytes(StandardCharsets.UTF_8))
                .multiPart("c", "c.txt", "x".getBytes(StandardCharsets.UTF_8))
                .post("/v1/leak-check")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("c"));
    }

    private static ValidatableResponse leakCheck(String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/v1/leak-check")
                .then()
                .statusCode(400);
    }

    private static void write(Event event) {
        desk.sendNow(new ProducerRecord<>(
                event.topic(), event.key().getBytes(StandardCharsets.UTF_8), EventJson.write(event)));
    }
}
