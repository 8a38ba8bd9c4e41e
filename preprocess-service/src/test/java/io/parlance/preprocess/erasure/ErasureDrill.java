package io.parlance.preprocess.erasure;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.CompletionServed;
import io.parlance.contracts.ErasureCompleted;
import io.parlance.contracts.ErasureRequested;
import io.parlance.contracts.ErasureRequested.Scope;
import io.parlance.contracts.FeedbackGiven;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.erasure.compaction.TopicSettings;
import io.parlance.preprocess.erasure.log.ClusterTopics;
import io.parlance.preprocess.erasure.log.LogReader;
import io.parlance.preprocess.erasure.log.LogWriter;
import io.parlance.preprocess.erasure.trace.Traced;
import io.parlance.preprocess.ledger.Books;
import io.parlance.preprocess.ledger.LedgerStream;
import io.parlance.preprocess.stream.EventJson;
import io.parlance.preprocess.stream.FreshFolders;
import io.parlance.preprocess.stream.KafkaDesk;
import io.parlance.preprocess.stream.TinyBase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The whole service and a broker whose files are searched afterwards. */
@QuarkusTest
@Tag("drill")
@WithTestResource(OwnBroker.class)
@TestProfile(ErasureDrill.OwnFolders.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ErasureDrill {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PHRASE = "zanzibar-quetzal-marmalade";
    private static final List<String> TOPICS = List.of(
            Topics.CONVERSATIONS_SUBMITTED,
            Topics.CONVERSATIONS_REJECTED,
            Topics.EXAMPLES_PREPARED,
            Topics.EXAMPLES_DROPPED,
            Topics.COMPLETIONS_SERVED,
            Topics.FEEDBACK_GIVEN);
    private static KafkaDesk desk;

    @Inject
    PreprocessConfig config;

    @Inject
    Books books;

    @Inject
    LedgerStream ledger;

    /** Folders that are this test's alone. */
    public static final class OwnFolders implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return FreshFolders.settings("erasure-test", "parlance.preprocess.embeddings", "false");
        }
    }

    @Test
    @Order(1)
    void erasesASubjectAmongOthersFromEveryTopicAndFile() {
        // Given
        desk = new KafkaDesk(config.bootstrapServers());
        BaseModelImported base = TinyBase.importInto(config.artifacts(), "tiny-erasure");
        desk.sendNow(new ProducerRecord<>(Topics.MODELS_IMPORTED, bytes(base.key()), EventJson.write(base)));
        sendAll();
        awaitOutcomes(200);
        Map<String, Map<String, String>> settings = settings();
        Map<String, String> others = others();
        assertThat(FolderSearch.filesWith(broker(), PHRASE)).isNotEmpty();
        // When
        String id = given().delete("/v1/subjects/ada")
                .then()
                .statusCode(202)
                .body("id", startsWith("era-"))
                .body("object", equalTo("erasure"))
                .body("status", equalTo("requested"))
                .body("subject_sha256", equalTo(Sha256.of("ada").hex()))
                .extract()
                .path("id");
        // Then
        given().delete("/v1/subjects/ada").then().statusCode(202).body("id", equalTo(id));
        JsonPath receipt = completed(id);
        assertThat(receipt.getLong("receipt.conversations")).isEqualTo(21);
        Map<String, Integer> gone = new TreeMap<>();
        receipt.getList("receipt.topics", Map.class)
                .forEach(topic -> gone.put((String) topic.get("topic"), (Integer) topic.get("gone")));
        assertThat(gone)
                .containsEntry(Topics.CONVERSATIONS_SUBMITTED, 23)
                .containsEntry(Topics.CONVERSATIONS_REJECTED, 2)
                .containsEntry(Topics.COMPLETIONS_SERVED, 1)
                .containsEntry(Topics.FEEDBACK_GIVEN, 1);
        assertThat(gone.get(Topics.EXAMPLES_PREPARED) + gone.getOrDefault(Topics.EXAMPLES_DROPPED, 0))
                .isEqualTo(21);
        assertThat(readable(PHRASE)).isEmpty();
        assertThat(others()).isEqualTo(others);
        assertThat(settings()).isEqualTo(settings);
        awaitNoFileWith(broker(), PHRASE);
        assertThat(FolderSearch.filesWith(config.stateDir(), PHRASE)).isEmpty();
    }

    @Test
    @Order(2)
    void goesOnWhereAKilledWorkerStopped() throws InterruptedException {
        // Given
        ErasureRequested request = new ErasureRequested("era-killed", Scope.SUBJECT, "s-1", null, null, 1);
        long conversations = all().stream()
                .filter(record -> text(record) != null && record.topic().equals(Topics.CONVERSATIONS_SUBMITTED))
                .map(ErasureDrill::text)
                .filter(value -> value.contains("\"subject\":\"s-1\""))
                .distinct()
                .count();
        Map<String, Map<String, String>> settings = settings();
        int kills = 0;
        // When
        for (int steps = 5; isKilled(request, steps); steps += 25) {
            kills++;
        }
        // Then
        assertThat(kills).isGreaterThan(3);
        ErasureCompleted receipt = desk
                .read(List.of(Topics.ERASURES_COMPLETED), record -> record.key().equals("era-killed"), 1, PATIENCE)
                .stream()
                .map(record -> EventJson.read(record.value(), ErasureCompleted.class))
                .findFirst()
                .orElseThrow();
        assertThat(receipt.conversations()).isEqualTo(conversations).isGreaterThan(20);
        assertThat(receipt.topics())
                .filteredOn(proof -> proof.topic().equals(Topics.CONVERSATIONS_SUBMITTED))
                .extracting(ErasureCompleted.TopicProof::gone)
                .containsExactly(conversations);
        assertThat(readable("\"subject\":\"s-1\"")).isEmpty();
        assertThat(settings()).isEqualTo(settings);
        given().get("/v1/conversations/c-1").then().statusCode(404);
        given().get("/v1/conversations/c-0").then().statusCode(200).body("status", equalTo("prepared"));
    }

    @Test
    @Order(3)
    void servesThoseThatWaitTogether() {
        // Given: one is worked on; with keys, without, and under a key of many
        Map<String, Map<String, String>> settings = settings();
        Map<String, String> erasures = new TreeMap<>();
        for (String id : List.of("c-2", "c-4", "c-5", "c-6")) {
            erasures.put(
                    id,
                    given().delete("/v1/conversations/" + id)
                            .then()
                            .statusCode(202)
                            .extract()
                            .jsonPath()
                            .getString("id"));
        }
        // When
        given().get("/v1/erasures/" + erasures.get("c-6"))
                .then()
                .body("status", equalTo("requested"))
                .body("queue_position", equalTo(3));
        // Then
        erasures.forEach((conversation, erasure) -> {
            JsonPath answer = completed(erasure);
            assertThat(answer.getLong("receipt.conversations")).isEqualTo(1);
            assertThat(answer.getLong("receipt.topics.find { it.topic == 'conversations.submitted.v1' }.gone"))
                    .isEqualTo(1);
            given().get("/v1/conversations/" + conversation).then().statusCode(404);
            assertThat(readable("\"id\":\"" + conversation + "\"")).isEmpty();
        });
        assertThat(settings()).isEqualTo(settings);
    }

    @Test
    @Order(9)
    void leavesTheLedgerWithBooksThatBalance() {
        // Given: what is on the topics now, each record counted once however often it is kept
        Map<String, Long> left = new TreeMap<>();
        all().stream()
                .filter(record -> record.value() != null)
                .map(record -> record.topic() + " " + Sha256.of(record.value()).hex())
                .distinct()
                .forEach(record -> left.merge(record.substring(0, record.indexOf(' ')), 1L, Long::sum));
        // When
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)
                && !given().get("/v1/datasets/live").jsonPath().getBoolean("balance.balanced")) {
            sleep();
        }
        // Then
        JsonPath figures = given().get("/v1/datasets/live").jsonPath();
        assertThat(figures.getBoolean("balance.balanced")).isTrue();
        assertThat(figures.getLong("balance.in")).isGreaterThanOrEqualTo(202);
        assertThat(figures.getLong("balance.rejected")).isEqualTo(left.getOrDefault(Topics.CONVERSATIONS_REJECTED, 0L));
        assertThat(figures.getLong("balance.prepared")).isEqualTo(left.get(Topics.EXAMPLES_PREPARED));
        assertThat(figures.getLong("balance.dropped")).isEqualTo(left.getOrDefault(Topics.EXAMPLES_DROPPED, 0L));
        assertThat(figures.getLong("balance.prepared") + figures.getLong("balance.dropped"))
                .isEqualTo(left.get(Topics.CONVERSATIONS_SUBMITTED));
        given().get("/v1/conversations/c-3").then().statusCode(404);
        given().get("/v1/conversations/c-0")
                .then()
                .statusCode(200)
                .body("status", equalTo("prepared"))
                .body("turns", equalTo(2));
    }

    /** Works on it until so many signs of life were given; then, like a killed process, does nothing any more. */
    private boolean isKilled(ErasureRequested request, int steps) throws InterruptedException {
        int[] left = {steps};
        String servers = config.bootstrapServers();
        ClusterTopics topics = new ClusterTopics(servers);
        LogWriter writer = new LogWriter(servers, "killed-erasure");
        Runnable alive = () -> {
            if (left[0]-- == 0) {
                topics.close();
                writer.close();
                throw new IllegalStateException("killed");
            }
        };
        try (LogReader reader = new LogReader(servers, alive);
                Erasures erasures = new Erasures(new LogReader(servers, () -> {}))) {
            ErasureBatch batch = new ErasureBatch();
            batch.add(new ErasureRun(
                    new ErasureRun.Tools(
                            books,
                            erasures,
                            prepared -> new Traced(List.of(), List.of()),
                            topics,
                            reader,
                            writer,
                            config.applicationId(),
                            ledger.applicationId(),
                            Duration.ofMinutes(1),
                            Clock.systemUTC(),
                            alive),
                    request,
                    state(request.erasureId())));
            batch.end();
            topics.close();
            writer.close();
            return false;
        } catch (RuntimeException e) {
            if (left[0] >= 0) {
                throw e;
            }
            return true;
        }
    }

    private ErasureState state(String id) {
        ErasureState state = ErasureState.begin(id);
        try (LogReader reader = new LogReader(config.bootstrapServers(), () -> {})) {
            for (TopicPartition partition : reader.partitions(Topics.ERASURES_STATES)) {
                ErasureState[] last = {state};
                reader.read(partition, 0, reader.end(partition), record -> {
                    if (new String(record.key(), StandardCharsets.UTF_8).equals(id) && record.value() != null) {
                        last[0] = ErasureJson.read(record.value(), ErasureState.class);
                    }
                    return true;
                });
                state = last[0];
            }
        }
        return state;
    }

    /** 179 of others and 21 of ada: with keys, without, under a key of many; refused once; a child; born of feedback. */
    private static void sendAll() {
        for (int i = 0; i < 200; i++) {
            boolean adas = i % 10 == 3;
            String id = "c-" + i;
            String key = i % 4 == 0 ? null : i % 4 == 1 ? "many" : id;
            send(i % 3, key, conversation(id, adas ? "ada" : "s-" + i % 7, adas, ""));
        }
        send(
                0,
                "c-3-child",
                conversation("c-3-child", null, true, ",\"parent\":{\"conversationId\":\"c-3\",\"method\":\"m@1\"}"));
        send(
                1,
                null,
                "{\"id\":\"c-13\",\"subject\":\"ada\",\"messages\":[{\"role\":\"nobody\",\"content\":\"%s\"}]}"
                        .formatted(PHRASE));
        send(2, "x", "{\"subject\":\"ada\",\"messages\":\"%s\"}".formatted(PHRASE));
        CompletionServed served = new CompletionServed(
                "chatcmpl-1",
                "m",
                System.currentTimeMillis(),
                List.of(new Turn("user", PHRASE)),
                List.of(),
                List.of(new CompletionServed.Choice(0, new Turn("assistant", "Fine."), "stop")),
                "ada");
        FeedbackGiven given = new FeedbackGiven(
                "fb-1", "chatcmpl-1", FeedbackGiven.Rating.DOWN, 0, null, PHRASE, null, "feedback", null);
        desk.send(new ProducerRecord<>(served.topic(), bytes(served.key()), EventJson.write(served)));
        desk.send(new ProducerRecord<>(given.topic(), bytes(given.key()), EventJson.write(given)));
        desk.flush();
    }

    private static String conversation(String id, String subject, boolean marked, String more) {
        return "{\"id\":\"%s\",%s\"messages\":[{\"role\":\"user\",\"content\":\"%s %s?\"},{\"role\":\"assistant\",\"content\":\"%s\"}]%s}"
                .formatted(
                        id,
                        subject == null ? "" : "\"subject\":\"%s\",".formatted(subject),
                        Sha256.of(id).hex().replaceAll("(.{5})", "$1 "),
                        marked ? PHRASE : "else",
                        Sha256.of(id + "answer").hex().replaceAll("(.{4})", "$1 "),
                        more);
    }

    private static void send(int partition, String key, String value) {
        desk.send(new ProducerRecord<>(
                Topics.CONVERSATIONS_SUBMITTED, partition, key == null ? null : bytes(key), bytes(value)));
    }

    private void awaitOutcomes(int wanted) {
        assertThat(desk.countUntil(
                        List.of(Topics.EXAMPLES_PREPARED, Topics.EXAMPLES_DROPPED, Topics.CONVERSATIONS_REJECTED),
                        wanted + 3L,
                        PATIENCE))
                .isEqualTo(wanted + 3L);
    }

    private static JsonPath completed(String id) {
        Instant deadline = Instant.now().plus(PATIENCE);
        String last = "";
        while (Instant.now().isBefore(deadline)) {
            JsonPath answer = given().get("/v1/erasures/" + id)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            String now = answer.getString("status") + " " + answer.getString("waiting_for");
            if (!now.equals(last)) {
                last = now;
            }
            if (answer.getString("status").equals("completed")) {
                return answer;
            }
            sleep();
        }
        throw new AssertionError("not completed: " + last);
    }

    /** What is on the topics of others: how often each conversation or outcome is told, kept copies counted once. */
    private static Map<String, String> others() {
        Map<String, String> others = new TreeMap<>();
        for (ConsumerRecord<String, byte[]> record : all()) {
            String value = text(record);
            // Nobody but ada was refused.
            if (value != null
                    && !record.topic().equals(Topics.CONVERSATIONS_REJECTED)
                    && !value.contains(PHRASE)
                    && !value.matches(".*\"c-\\d*3(-child)?\".*")) {
                others.put(
                        record.topic() + " " + Sha256.of(value).hex(),
                        value.substring(0, Math.min(60, value.length())));
            }
        }
        return others;
    }

    private static List<String> readable(String phrase) {
        return all().stream()
                .filter(record -> text(record) != null && text(record).contains(phrase))
                .map(record -> "%s-%d@%d".formatted(record.topic(), record.partition(), record.offset()))
                .toList();
    }

    private static List<ConsumerRecord<String, byte[]>> all() {
        return desk.read(TOPICS, record -> true, Integer.MAX_VALUE, Duration.ofSeconds(3));
    }

    private static String text(ConsumerRecord<?, byte[]> record) {
        return record.value() == null ? null : new String(record.value(), StandardCharsets.UTF_8);
    }

    private Map<String, Map<String, String>> settings() {
        try (ClusterTopics topics = new ClusterTopics(config.bootstrapServers())) {
            Map<String, Map<String, String>> settings = new HashMap<>();
            topics.names().stream()
                    .filter(name -> !name.startsWith("__"))
                    .forEach(name -> settings.put(name, topics.overrides(name, TopicSettings.TOUCHED)));
            return settings;
        }
    }

    private static void awaitNoFileWith(Path folder, String phrase) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)
                && !FolderSearch.filesWith(folder, phrase).isEmpty()) {
            sleep();
        }
        assertThat(FolderSearch.filesWith(folder, phrase)).isEmpty();
    }

    private static Path broker() {
        return Path.of(System.getProperty(OwnBroker.FOLDER));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void sleep() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    static void nothingIsOpenYet() {
        desk = null;
    }

    @AfterAll
    static void close() {
        desk.close();
    }
}
