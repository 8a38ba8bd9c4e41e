package io.parlance.ingest.feedback;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.broker.BrokerTestResource;
import io.parlance.contracts.CompletionServed;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Turn;
import io.parlance.ingest.EventWriter;
import io.parlance.ingest.TopicRecords;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(BrokerTestResource.class)
class FeedbackTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    EventWriter events;

    private final long now = System.currentTimeMillis();

    @Test
    void makesAConversationOfAGoodAnswerAndOnlyOneOfTheSameFeedbackGivenTwice() throws Exception {
        // Given: answers are told when they are whole, so not in the order of their times
        String id = serve(now, "At nine.");
        serve(now + 40, "later");
        serve(now - 60_000, "earlier");
        // When
        String conversation = give(body(id, "up"))
                .statusCode(202)
                .body("object", equalTo("feedback"), "completion_id", equalTo(id), "rating", equalTo("up"))
                .body("id", startsWith("fb-"))
                .extract()
                .path("conversation");
        give(body(id, "up")).statusCode(202).body("conversation", equalTo(conversation));
        // Then
        List<JsonNode> told = new TopicRecords(bootstrapServers)
                .keyed(Topics.CONVERSATIONS_SUBMITTED, "feedback/" + conversation, 2).stream()
                        .map(TopicRecords::json)
                        .toList();
        assertThat(told.getFirst()).isEqualTo(told.getLast());
        JsonNode submitted = told.getFirst();
        assertThat(submitted.path("dataset").asText()).isEqualTo("feedback");
        assertThat(submitted.path("subject").asText()).isEqualTo("guest-7");
        assertThat(submitted.path("source").path("kind").asText()).isEqualTo("feedback");
        assertThat(submitted.path("source").path("place").asText()).isEqualTo(id);
        assertThat(submitted.path("messages").path(1).path("content").asText()).isEqualTo("At nine.");
        List<JsonNode> given = new TopicRecords(bootstrapServers)
                .keyed(Topics.FEEDBACK_GIVEN, id, 2).stream()
                        .map(TopicRecords::json)
                        .toList();
        assertThat(given.getFirst()).isEqualTo(given.getLast());
        assertThat(given.getFirst().path("conversationId").asText()).isEqualTo(conversation);
    }

    @Test
    void makesAPairOfACorrection() throws Exception {
        // Given
        String id = serve(now, "At nine.");
        // When
        String conversation = give(body(id, "down").put("correction", "At ten.").put("dataset", "lessons"))
                .statusCode(202)
                .extract()
                .path("conversation");
        // Then
        JsonNode submitted = TopicRecords.json(new TopicRecords(bootstrapServers)
                .keyed(Topics.CONVERSATIONS_SUBMITTED, "lessons/" + conversation, 1)
                .getFirst());
        assertThat(submitted.path("messages").path(1).path("content").asText()).isEqualTo("At ten.");
        assertThat(submitted.path("non_preferred").path(0).path("content").asText())
                .isEqualTo("At nine.");
    }

    @Test
    void saysThatABadAnswerAloneTeachesNothing() throws Exception {
        String id = serve(now, "At nine.");
        give(body(id, "down").put("comment", "no")).statusCode(202).body("conversation", nullValue());
        new TopicRecords(bootstrapServers).keyed(Topics.FEEDBACK_GIVEN, id, 1);
    }

    @Test
    void saysHowAnswersAreKeptWhereItKnowsNone() throws Exception {
        serve(now, "another one");
        for (String id : List.of(id(now), id(now - 3_600_000), "chatcmpl-0123456789abcdef01234567")) {
            give(body(id, "up"))
                    .statusCode(404)
                    .body("error.param", equalTo("completion_id"))
                    .body("error.message", containsString("\"store\": true"));
        }
    }

    @Test
    void takesAnAnswerForAbsentWhoseErasureIsUnderWay() throws Exception {
        // Given
        String id = serve(now, "At nine.");
        give(body(id, "up")).statusCode(202);
        // When
        events.erase(Topics.COMPLETIONS_SERVED, id).toCompletableFuture().join();
        // Then
        give(body(id, "up"))
                .statusCode(404)
                .body("error.code", equalTo("completion_not_found"))
                .body("error.message", containsString("erased"));
    }

    @Test
    void refusesWhatDoesNotFitTheAnswer() throws Exception {
        String id = serve(now, "At nine.");
        give(body(id, "up").put("choice", 1)).statusCode(400).body("error.param", equalTo("choice"));
        give(body(id, "down").put("correction", "At nine.")).statusCode(400).body("error.param", equalTo("correction"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"rating\":\"up\"} | completion_id",
                "{\"completion_id\":\"c\"} | rating",
                "{\"completion_id\":\"c\",\"rating\":\"good\"} | rating",
                "{\"completion_id\":\"c\",\"rating\":\"up\",\"choice\":-1} | choice",
                "{\"completion_id\":\"c\",\"rating\":\"up\",\"correction\":\"\"} | correction",
                "{\"completion_id\":\"c\",\"rating\":\"up\",\"dataset\":\"file-1\"} | dataset",
                "{\"completion_id\":\"c\",\"rating\":\"up\",\"stars\":5} | stars",
                "{\"completion_id\":\"c\" | body",
                "[] | body",
            })
    void namesTheFieldThatItRefuses(String body, String param) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/feedback")
                .then()
                .statusCode(400)
                .body("error.param", equalTo(param));
    }

    private static ObjectNode body(String id, String rating) {
        return JSON.createObjectNode().put("completion_id", id).put("rating", rating);
    }

    private static ValidatableResponse give(ObjectNode body) {
        return given().contentType(ContentType.JSON)
                .body(body.toString())
                .post("/v1/feedback")
                .then();
    }

    private static String id(long created) {
        return String.format(
                Locale.ROOT,
                "chatcmpl-%012x7abc8%015x",
                created,
                ThreadLocalRandom.current().nextLong(1L << 60));
    }

    /** Plays the inference service. */
    private String serve(long created, String answer) throws Exception {
        String id = id(created);
        CompletionServed served = new CompletionServed(
                id,
                "tiny",
                created,
                List.of(new Turn("user", "When do you open? " + id)),
                List.of(),
                List.of(new CompletionServed.Choice(0, new Turn("assistant", answer), "stop")),
                "guest-7");
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.COMPLETIONS_SERVED, null, created, id, JSON.writeValueAsBytes(served)))
                    .get();
        }
        return id;
    }
}
