package io.parlance.preprocess.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import io.parlance.broker.BrokerTestResource;
import io.parlance.broker.TestBroker;
import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.DatasetCounted;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.Sha256;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The whole service with a real broker, the real MiniLM and the tiny model's tokenizer. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
@TestProfile(PreprocessServiceTest.OwnFolders.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PreprocessServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
    private static KafkaDesk desk;

    @Inject
    PreprocessConfig config;

    /** Folders that are this test's alone. */
    public static final class OwnFolders implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return FreshFolders.settings("preprocess-service-test");
        }
    }

    @BeforeAll
    static void open() {
        desk = new KafkaDesk(TestBroker.bootstrapServers());
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    @Order(1)
    void isNotReadyWithoutABaseModelAndSaysSo() {
        // When
        await("no base model");
        // Then
        given().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body(
                        "checks.find { it.name == 'preprocess-stream' }.data.missing",
                        containsString("models.imported.v1"));
        given().get("/q/health/live").then().statusCode(200);
    }

    @Test
    @Order(2)
    void preparesWhatWaitedOnceABaseModelIsAnnounced() {
        // Given
        send(null, conversation(RUN + "-1", "Where is my <b>order</b>?", "On its way &amp; soon there."), Map.of());
        BaseModelImported announcement = TinyBase.importInto(config.artifacts(), "tiny-" + RUN);
        // When
        desk.sendNow(new ProducerRecord<>(
                Topics.MODELS_IMPORTED,
                announcement.key().getBytes(StandardCharsets.UTF_8),
                EventJson.write(announcement)));
        // Then
        ExamplePrepared example =
                EventJson.read(one(Topics.EXAMPLES_PREPARED, RUN + "-1").value(), ExamplePrepared.class);
        assertThat(example.messages())
                .containsExactly(
                        new Turn("user", "Where is my order?"), new Turn("assistant", "On its way & soon there."));
        assertThat(example.baseModel()).isEqualTo("tiny-" + RUN);
        assertThat(example.tokenizerSha256()).isEqualTo(announcement.tokenizerSha256());
        assertThat(example.trained()).hasSize(1);
        assertThat(example.embedding().dimensions()).isEqualTo(384);
        await("READY");
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    @Order(3)
    void takesRecordsOfAnyKeyAndPartitionAndMode() {
        // Given
        byte[] otherKey = "nothing of mine".getBytes(StandardCharsets.UTF_8);
        String text = "What does number " + RUN + " mean?";
        String structured = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/x\",\"type\":\"t\",\"data\":%s}"
                .formatted(conversation(RUN + "-3", text + "  ", "It is yours."));
        // When
        send(0, otherKey, conversation(RUN + "-2", text, "It is yours."), Map.of());
        one(Topics.EXAMPLES_PREPARED, RUN + "-2");
        send(1, null, structured, Map.of("content-type", "application/cloudevents+json"));
        send(2, otherKey, conversation(RUN + "-2", text, "It is yours."), Map.of());
        // Then
        ExampleDropped twin =
                EventJson.read(one(Topics.EXAMPLES_DROPPED, RUN + "-3").value(), ExampleDropped.class);
        assertThat(twin.reason()).isEqualTo(DropReason.EXACT_DUPLICATE);
        assertThat(twin.detail()).contains(RUN + "-2");
        ExampleDropped known =
                EventJson.read(one(Topics.EXAMPLES_DROPPED, RUN + "-2").value(), ExampleDropped.class);
        assertThat(known.reason()).isEqualTo(DropReason.ALREADY_KNOWN);
    }

    @Test
    @Order(4)
    void rejectsMalformedRecordsByEvent() {
        // Given
        byte[] value = {'{', (byte) 0xFF, '}'};
        // When
        long offset = desk.sendNow(new ProducerRecord<>(Topics.CONVERSATIONS_SUBMITTED, 1, null, value));
        // Then
        String origin = "kafka:conversations.submitted.v1-1@" + offset;
        ConsumerRecord<String, byte[]> record = desk.read(
                        List.of(Topics.CONVERSATIONS_REJECTED),
                        r -> EventJson.read(r.value(), ConversationRejected.class)
                                .origin()
                                .equals(origin),
                        1,
                        PATIENCE)
                .getFirst();
        ConversationRejected rejected = EventJson.read(record.value(), ConversationRejected.class);
        assertThat(rejected.violations().getFirst().rule()).contains("byte 1 is no UTF-8");
        assertThat(record.key()).isEqualTo(rejected.rejectionId());
        assertThat(Stage.text(record.headers(), "ce_id")).isEqualTo(origin.substring("kafka:".length()));
        assertThat(Stage.text(record.headers(), CloudEvent.CONTENT_TYPE_HEADER)).isEqualTo("application/json");
    }

    @Test
    @Order(5)
    void countsWhatItDid() {
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString(
                        "parlance_preprocess_outcomes_total{outcome=\"dropped\",reason=\"exact_duplicate\"} 1.0"))
                .body(containsString("parlance_preprocess_conversations_total"))
                .body(containsString("kafka_stream_"));
    }

    @Test
    @Order(6)
    void announcesHowFarTheDatasetIs() {
        // When
        List<ConsumerRecord<String, byte[]>> found = desk.read(
                List.of(Topics.DATASETS_COUNTED),
                r -> EventJson.read(r.value(), DatasetCounted.class).submitted() == 4,
                1,
                PATIENCE);
        // Then
        assertThat(EventJson.read(found.getLast().value(), DatasetCounted.class))
                .isEqualTo(new DatasetCounted(
                        "live",
                        4,
                        2,
                        2,
                        EventJson.read(found.getLast().value(), DatasetCounted.class)
                                .preparedBySplit(),
                        Map.of("exact_duplicate", 1L, "already_known", 1L)));
        assertThat(found.getLast().key()).isEqualTo("live");
    }

    @Test
    @Order(7)
    void tellsTheStoryOfAConversation() {
        given().get("/v1/conversations/" + RUN + "-1?include=messages")
                .then()
                .statusCode(200)
                .body("status", equalTo("prepared"))
                .body("dataset", equalTo("live"))
                .body("split", oneOf("train", "validation", "test"))
                .body("changes.operation", hasItem(containsString("strip-html")))
                .body("messages[0].content", equalTo("Where is my order?"))
                .body("tokens.trained", greaterThan(0))
                .body("position", startsWith("conversations.submitted.v1-"))
                .body("events.topic", contains(Topics.CONVERSATIONS_SUBMITTED, Topics.EXAMPLES_PREPARED));
        given().get("/v1/conversations/" + RUN + "-3")
                .then()
                .statusCode(200)
                .body("status", equalTo("dropped"))
                .body("reason", equalTo("exact_duplicate"))
                .body("detail", containsString(RUN + "-2"));
        given().get("/v1/conversations/" + RUN + "-2?dataset=live")
                .then()
                .statusCode(200)
                .body("status", equalTo("prepared"))
                .body("events_total", equalTo(4))
                .body("events.reason", hasItem("already_known"));
    }

    @Test
    @Order(8)
    void refusesToGuessAtConversations() {
        given().get("/v1/conversations/nobody")
                .then()
                .statusCode(404)
                .body("error.code", equalTo("conversation_not_found"));
        given().get("/v1/conversations/" + RUN + "-1?dataset=file-1")
                .then()
                .statusCode(404)
                .body("error.message", containsString("it is in live"));
        given().get("/v1/conversations/" + RUN + "-1?inlcude=messages")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("inlcude"));
        given().get("/v1/nothing").then().statusCode(404).body("error.code", equalTo("unknown_url"));
    }

    @Test
    @Order(9)
    void answersWithADatasetsFigures() {
        given().get("/v1/datasets/live")
                .then()
                .statusCode(200)
                .body("balance.in", equalTo(5))
                .body("balance.prepared", equalTo(2))
                .body("balance.dropped", equalTo(2))
                .body("balance.rejected", equalTo(1))
                .body("balance.balanced", equalTo(true))
                .body("dropped.reason", containsInAnyOrder("exact_duplicate", "already_known"))
                .body("dropped.find { it.reason == 'exact_duplicate' }.example", equalTo(RUN + "-3"))
                .body("sources[0].kind", equalTo("kafka"))
                .body("lengths.examples.sum()", equalTo(2));
        given().get("/v1/datasets").then().statusCode(200).body("data.name", hasItem("live"));
        given().get("/v1/datasets/file-none").then().statusCode(404);
    }

    @Test
    @Order(10)
    void showsTheLossMaskTokenByToken() {
        JsonPath mask = given().get("/v1/examples/" + RUN + "-1/mask")
                .then()
                .statusCode(200)
                .body("object", equalTo("example.mask"))
                .extract()
                .jsonPath();
        List<String> tokens = mask.getList("data.token");
        List<Boolean> trained = mask.getList("data.trained");
        assertThat(String.join("", tokens)).contains("Where is my order?").contains("On its way & soon there.");
        StringBuilder learnt = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            if (trained.get(i)) {
                learnt.append(tokens.get(i));
            }
        }
        assertThat(learnt.toString()).startsWith("On its way & soon there.").doesNotContain("Where");
        assertThat(mask.getInt("tokens.total")).isEqualTo(tokens.size());
        given().get("/v1/examples/" + RUN + "-3/mask")
                .then()
                .statusCode(404)
                .body("error.code", equalTo("example_not_found"));
        given().get("/v1/examples/" + RUN + "-1/mask?part=2").then().statusCode(404);
    }

    @Test
    @Order(11)
    void findsARejectionByItsId() {
        String id = desk.read(List.of(Topics.CONVERSATIONS_REJECTED), r -> true, 1, PATIENCE)
                .getFirst()
                .key();
        given().get("/v1/rejections/" + id)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("violations[0].rule", containsString("is no UTF-8"));
        given().get("/v1/conversations/" + id).then().statusCode(200).body("status", equalTo("rejected"));
    }

    @Test
    @Order(12)
    void findsTheNearestConversations() {
        given().get("/v1/conversations/" + RUN + "-1/nearest?limit=5")
                .then()
                .statusCode(200)
                .body("data.id", contains(RUN + "-2"))
                .body("data[0].similarity", lessThan(1f))
                .body("complete", equalTo(true));
        given().get("/v1/conversations/" + RUN + "-1/nearest?limit=0")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("limit"));
        given().get("/v1/conversations/" + RUN + "-3/nearest").then().statusCode(404);
    }

    @Test
    @Order(13)
    void servesThePageThatNeedsNothingFromElsewhere() {
        String page = given().get("/data")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .extract()
                .asString();
        assertThat(page).contains("what became of every conversation").doesNotContain("http://", "https://");
    }

    @Test
    @Order(14)
    void erasesWhatATombstoneOfAnyKafkaClientMeans() {
        // Given
        String id = RUN + "-erased";
        byte[] key = id.getBytes(StandardCharsets.UTF_8);
        String text =
                "{\"id\":\"%s\",\"subject\":\"guest-7\",\"messages\":[{\"role\":\"user\",\"content\":\"Whose is %s?\"},{\"role\":\"assistant\",\"content\":\"Nobody's.\"}]}"
                        .formatted(id, id);
        send(key, text, Map.of());
        one(Topics.EXAMPLES_PREPARED, id);
        awaitStatus("/v1/conversations/" + id, 200);
        String digest = Sha256.of("guest-7").hex();
        given().get("/internal/ledger/subject-places?sha256=" + digest)
                .then()
                .statusCode(200)
                .body("conversationId", contains(id));
        // When
        desk.sendNow(new ProducerRecord<>(Topics.CONVERSATIONS_SUBMITTED, key, null));
        // Then
        List<ConsumerRecord<String, byte[]>> gone = desk.read(
                List.of(Topics.EXAMPLES_PREPARED, Topics.EXAMPLES_DROPPED),
                r -> r.value() == null && id.equals(r.key()),
                2,
                PATIENCE);
        assertThat(gone)
                .extracting(ConsumerRecord::topic)
                .containsExactlyInAnyOrder(Topics.EXAMPLES_PREPARED, Topics.EXAMPLES_DROPPED);
        assertThat(gone).allSatisfy(record -> assertThat(Stage.text(record.headers(), "parlance-conversation"))
                .isEqualTo(id));
        awaitStatus("/v1/conversations/" + id, 404);
        given().get("/v1/datasets/live")
                .then()
                .body("balance.in", equalTo(6))
                .body("balance.erased", equalTo(1))
                .body("balance.prepared", equalTo(2))
                .body("balance.balanced", equalTo(true));
        given().get("/internal/ledger/subject-places?sha256=" + digest).then().body("size()", equalTo(0));
        assertThat(given().get("/internal/ledger/dataset-places?dataset=live")
                        .asString()
                        .lines()
                        .toList())
                .last()
                .isEqualTo("10");
        send(key, text, Map.of());
        awaitStatus("/v1/conversations/" + id, 200);
        given().get("/v1/conversations/" + id).then().body("events.topic", hasItem(Topics.CONVERSATIONS_SUBMITTED));
    }

    @Test
    @Order(15)
    void saysOfASubjectOfWhomNothingIsKnownThatNothingIsHeld() {
        // When
        String id = given().delete("/v1/subjects/nobody-" + RUN)
                .then()
                .statusCode(202)
                .body("object", equalTo("erasure"))
                .body("scope", equalTo("subject"))
                .body("subject_sha256", equalTo(Sha256.of("nobody-" + RUN).hex()))
                .extract()
                .path("id");
        // Then
        Instant deadline = Instant.now().plus(PATIENCE);
        JsonPath erasure;
        do {
            erasure = given().get("/v1/erasures/" + id)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
        } while (!erasure.getString("status").equals("completed")
                && Instant.now().isBefore(deadline));
        assertThat(erasure.getString("status")).isEqualTo("completed");
        assertThat(erasure.getInt("receipt.conversations")).isZero();
        assertThat(erasure.getList("receipt.topics")).isEmpty();
        assertThat(erasure.getList("receipt.leftWithYou")).isEmpty();
        given().get("/v1/erasures?limit=1")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data[0].id", equalTo(id))
                .body("data[0].status", equalTo("completed"));
    }

    @Test
    @Order(16)
    void refusesToEraseWhatItDoesNotKnow() {
        given().delete("/v1/conversations/nobody")
                .then()
                .statusCode(404)
                .body("error.code", equalTo("conversation_not_found"));
        given().delete("/v1/conversations/" + RUN + "-1?dataset=elsewhere")
                .then()
                .statusCode(404)
                .body("error.code", equalTo("conversation_not_found"));
        given().delete("/v1/datasets/nothing").then().statusCode(404).body("error.code", equalTo("dataset_not_found"));
        given().get("/v1/erasures/era-none").then().statusCode(404).body("error.code", equalTo("erasure_not_found"));
        given().delete("/v1/subjects/ada?force=true").then().statusCode(400).body("error.param", equalTo("force"));
        given().get("/v1/erasures?limit=0").then().statusCode(400).body("error.param", equalTo("limit"));
    }

    private static void awaitStatus(String path, int status) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (given().get(path).statusCode() != status) {
            assertThat(Instant.now()).as("%s answers %d", path, status).isBefore(deadline);
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static ConsumerRecord<String, byte[]> one(String topic, String id) {
        List<ConsumerRecord<String, byte[]>> found =
                desk.read(List.of(topic), r -> r.key().equals(id), 1, PATIENCE);
        assertThat(found).as("%s on %s", id, topic).hasSize(1);
        return found.getFirst();
    }

    private static void send(byte[] key, String value, Map<String, String> headers) {
        send(null, key, value, headers);
    }

    private static void send(Integer partition, byte[] key, String value, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.CONVERSATIONS_SUBMITTED, partition, key, value.getBytes(StandardCharsets.UTF_8));
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        desk.sendNow(record);
    }

    private static String conversation(String id, String question, String answer) {
        return "{\"id\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"},{\"role\":\"assistant\",\"content\":\"%s\"}]}"
                .formatted(id, question, answer);
    }

    private static void await(String words) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            var response = given().get("/q/health/ready");
            if (words.equals("READY")
                    ? response.statusCode() == 200
                    : response.asString().contains(words)) {
                return;
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
