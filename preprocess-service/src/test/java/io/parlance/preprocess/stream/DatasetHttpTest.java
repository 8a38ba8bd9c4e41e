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
import io.restassured.response.ValidatableResponse;
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

    private static void write(Event event) {
        desk.sendNow(new ProducerRecord<>(
                event.topic(), event.key().getBytes(StandardCharsets.UTF_8), EventJson.write(event)));
    }
}
