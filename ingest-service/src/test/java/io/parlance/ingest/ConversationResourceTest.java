package io.parlance.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.broker.BrokerTestResource;
import io.parlance.contracts.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BrokerTestResource.class)
class ConversationResourceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void announcesAConversationAndAnswersWithCounts() throws IOException {
        // Given
        String id = "one-" + UUID.randomUUID();
        // When
        given().contentType(ContentType.JSON)
                .body(conversation(id, "Hi"))
                .post("/v1/conversations")
                .then()
                .statusCode(202)
                .body("received", equalTo(1), "accepted", equalTo(1), "rejected", equalTo(0))
                .header("x-request-id", notNullValue());
        // Then
        ConsumerRecord<String, byte[]> told =
                records(Topics.CONVERSATIONS_SUBMITTED, id, 1).getFirst();
        assertThat(JSON.readTree(told.value())
                        .path("messages")
                        .path(0)
                        .path("content")
                        .asText())
                .isEqualTo("Hi");
        assertThat(header(told, "ce_type")).isEqualTo("io.parlance.conversations.submitted.v1");
        assertThat(header(told, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(told, "ce_subject")).isEqualTo(id);
        assertThat(header(told, "content-type")).isEqualTo("application/json");
        assertThat(Instant.parse(header(told, "ce_time"))).isBefore(Instant.now());
    }

    @Test
    void letsTheGoodLinesAroundABadOneIn() throws IOException {
        // Given
        String request = "req-" + UUID.randomUUID();
        String body = String.join(
                "\n",
                conversation(request + "-a", "one"),
                "{\"id\":\"" + request + "-b\",\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]}",
                "",
                "not json",
                conversation(request + "-c", "two"));
        // When
        given().contentType("application/x-ndjson")
                .header("x-request-id", request)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/v1/conversations")
                .then()
                .statusCode(202)
                .body("received", equalTo(4), "accepted", equalTo(2), "rejected", equalTo(2))
                .body("rejections", hasSize(2))
                .body("rejections[0].line", equalTo(2))
                .body("rejections[0].violations[0].field", equalTo("messages[0].role"))
                .body("rejections[0].violations[0].rule", containsString("'robot'"))
                .body("rejections[1].line", equalTo(4))
                .body("rejections[1].violations[0].rule", containsString("is not JSON"));
        // Then
        records(Topics.CONVERSATIONS_SUBMITTED, request + "-a", 1);
        records(Topics.CONVERSATIONS_SUBMITTED, request + "-c", 1);
        List<JsonNode> rejections = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records(Topics.CONVERSATIONS_REJECTED, request, 2)) {
            rejections.add(JSON.readTree(record.value()));
        }
        assertThat(rejections).extracting(r -> r.path("line").asInt()).containsExactlyInAnyOrder(2, 4);
        assertThat(rejections)
                .allSatisfy(r -> assertThat(r.path("origin").asText()).isEqualTo("http:" + request));
    }

    @Test
    void givesARepeatedRequestTheSameIdsByItsIdempotencyKey() {
        // Given
        String key = "retry " + UUID.randomUUID();
        String mark = "said-" + UUID.randomUUID();
        String twice =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"},{\"role\":\"assistant\",\"content\":\"a\"}]}\n"
                        .formatted(mark)
                        .repeat(2);
        // When
        for (int i = 0; i < 2; i++) {
            given().contentType("application/x-ndjson")
                    .header("Idempotency-Key", key)
                    .body(twice.getBytes(StandardCharsets.UTF_8))
                    .post("/v1/conversations")
                    .then()
                    .statusCode(202)
                    .body("accepted", equalTo(2));
        }
        // Then
        assertThat(records(Topics.CONVERSATIONS_SUBMITTED, mark, 4))
                .extracting(ConsumerRecord::key)
                .allMatch(id -> id.matches("idem-[0-9a-f]{32}"))
                .satisfies(ids -> assertThat(ids.stream().distinct()).hasSize(2));
    }

    @Test
    void answers400InOpenAisShapeWhenNothingIsAccepted() {
        given().contentType(ContentType.JSON)
                .body("{\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}")
                .post("/v1/conversations")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("messages[0].content"))
                .body("error.message", containsString("is empty"))
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.code", equalTo("invalid_conversation"));
    }

    @Test
    void namesTheLineWhenAStreamHoldsNothingGood() {
        given().contentType("application/x-ndjson")
                .body("{}\n{}\n".getBytes(StandardCharsets.UTF_8))
                .post("/v1/conversations")
                .then()
                .statusCode(400)
                .body("error.message", containsString("line 1: messages is missing"))
                .body("receipt.rejected", equalTo(2));
    }

    @Test
    void refusesAMessageOfFiveMegabytesByName() {
        given().contentType(ContentType.JSON)
                .body(conversation("big", "x".repeat(5 * 1024 * 1024)))
                .post("/v1/conversations")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("messages"))
                .body("error.message", containsString("bytes of content, at most"));
    }

    @Test
    void refusesInvalidUtf8() {
        byte[] bytes = conversation("bad", "caf\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        given().contentType("application/x-ndjson")
                .body(bytes)
                .post("/v1/conversations")
                .then()
                .statusCode(400)
                .body("error.message", containsString("not well-formed UTF-8"));
    }

    @Test
    void refusesAnEmptyBody() {
        given().contentType("application/x-ndjson")
                .body("\n\n".getBytes(StandardCharsets.UTF_8))
                .post("/v1/conversations")
                .then()
                .statusCode(400)
                .body("error.code", equalTo("empty_body"))
                .body("error", org.hamcrest.Matchers.hasKey("param"));
    }

    @Test
    void saysInItsOwnShapeWhatPathsAndTypesItKnows() {
        given().get("/v1/conversation")
                .then()
                .statusCode(404)
                .body("error.message", containsString("no such path"))
                .body("error.param", nullValue());
        given().get("/v1/conversations").then().statusCode(405).body("error.message", containsString("take POST"));
        given().contentType("application/xml")
                .body("<a/>")
                .post("/v1/conversations")
                .then()
                .statusCode(415)
                .body("error.message", containsString("application/json"));
    }

    @Test
    void takesAStreamThatIsLongerThanItsWindowOfUnacknowledgedRecords() {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            body.append(conversation("many-" + i, "number " + i)).append('\n');
        }
        given().contentType("application/x-ndjson")
                .body(body.toString().getBytes(StandardCharsets.UTF_8))
                .post("/v1/conversations")
                .then()
                .statusCode(202)
                .body("accepted", equalTo(3_000), "rejected", equalTo(0));
    }

    @Test
    void countsWhatItDoes() {
        given().contentType(ContentType.JSON)
                .body(conversation("m-" + UUID.randomUUID(), "x"))
                .post("/v1/conversations");
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("parlance_ingest_conversations_total{outcome=\"accepted\"}"));
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/health/live").then().statusCode(200);
    }

    private static String conversation(String id, String said) {
        return "{\"id\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"},{\"role\":\"assistant\",\"content\":\"Hello\"}]}"
                .formatted(id, said);
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** The records of a topic whose key or value tells of {@code mark}; waits until there are as many. */
    private List<ConsumerRecord<String, byte[]>> records(String topic, String mark, int expected) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(p -> new org.apache.kafka.common.TopicPartition(p.topic(), p.partition()))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            Instant deadline = Instant.now().plusSeconds(20);
            while (found.size() < expected && Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.key().equals(mark)
                            || new String(record.value(), StandardCharsets.UTF_8).contains(mark)) {
                        found.add(record);
                    }
                }
            }
        }
        assertThat(found).as("records of %s about %s", topic, mark).hasSize(expected);
        return found;
    }
}
