package io.parlance.ingest.file;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileDeleted;
import com.openai.models.files.FileListPage;
import com.openai.models.files.FileListParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import io.parlance.broker.BrokerTestResource;
import io.parlance.contracts.ErasureLocated;
import io.parlance.contracts.Topics;
import io.parlance.ingest.EventWriter;
import io.parlance.ingest.IngestSettings;
import io.parlance.ingest.TopicRecords;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OpenAI's own client uploads, lists, reads and deletes. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
class FilesApiTest {
    private static final String TWO_CONVERSATIONS = """
            {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}
            not json
            {"id":"mine","messages":[{"role":"user","content":"Bye"},{"role":"assistant","content":"See you"}]}
            """;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    IngestSettings settings;

    @Inject
    EventWriter events;

    @TestHTTPResource
    URI base;

    private OpenAIClient client;

    @BeforeEach
    void connect() {
        client = OpenAIOkHttpClient.builder()
                .baseUrl(base.resolve("/v1").toString())
                .apiKey("unused")
                .maxRetries(0)
                .build();
    }

    @Test
    void refusesParametersThatAnUploadDoesNotTake() {
        given().multiPart("purpose", "fine-tune")
                .multiPart("file", "a.csv", "q,a\nb,c\n".getBytes(StandardCharsets.UTF_8))
                .post("/v1/files?columns=prompt:q,completion:a")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("columns"));
    }

    @Test
    void givesAllTheBytesToOneWhoAsksForARange() throws IOException {
        for (String content : new String[] {"0123456789", ""}) {
            FileObject file = upload("digits.bin", FilePurpose.USER_DATA, content.getBytes(StandardCharsets.UTF_8));
            String read = given().header("range", "bytes=0-4")
                    .get("/v1/files/" + file.id() + "/content")
                    .then()
                    .statusCode(200)
                    .header("content-length", Integer.toString(content.length()))
                    .extract()
                    .asString();
            assertThat(read).isEqualTo(content);
        }
    }

    @Test
    void keepsTheBytesAsTheyCame() throws IOException {
        // Given
        byte[] bytes = "caf\u00e9,\u0000\r\n--boundary\r\n".getBytes(StandardCharsets.UTF_8);
        // When
        FileObject file = upload("notes \u00e9.csv", FilePurpose.USER_DATA, bytes);
        // Then
        assertThat(file.id()).startsWith("file-");
        assertThat(file.bytes()).isEqualTo(bytes.length);
        assertThat(file.filename()).isEqualTo("notes \u00e9.csv");
        try (HttpResponse content = client.files().content(file.id());
                InputStream body = content.body()) {
            assertThat(body.readAllBytes()).isEqualTo(bytes);
            assertThat(content.headers().values("content-disposition").getFirst())
                    .isEqualTo("attachment; filename=\"notes _.csv\"; filename*=UTF-8''notes%20%C3%A9.csv");
            assertThat(content.headers().values("content-length")).containsExactly(Integer.toString(bytes.length));
        }
        assertThat(client.files().retrieve(file.id()).purpose().asString()).isEqualTo("user_data");
    }

    @Test
    void submitsTheConversationsOfAFineTuneFileAsADatasetOfItsOwn() {
        // When
        FileObject file =
                upload("two.jsonl", FilePurpose.FINE_TUNE, TWO_CONVERSATIONS.getBytes(StandardCharsets.UTF_8));
        // Then
        assertThat(awaitStatus(file.id())).isEqualTo("processed");
        given().get("/v1/files/" + file.id())
                .then()
                .statusCode(200)
                .body("accepted", equalTo(2), "rejected", equalTo(1), "format", equalTo("openai_chat"))
                .body("status_details", containsString("refused: 1 of 3 records (line 2 as rej-"));
        List<JsonNode> told = new TopicRecords(bootstrapServers)
                .keyed(Topics.CONVERSATIONS_SUBMITTED, file.id() + "/", 2).stream()
                        .map(TopicRecords::json)
                        .toList();
        assertThat(told).allSatisfy(c -> {
            assertThat(c.path("dataset").asText()).isEqualTo(file.id());
            assertThat(c.path("source").path("kind").asText()).isEqualTo("file");
            assertThat(c.path("source").path("place").asText()).isEqualTo(file.id());
        });
        assertThat(told).extracting(c -> c.path("source").path("line").asInt()).containsExactlyInAnyOrder(1, 3);
        assertThat(told).extracting(c -> c.path("id").asText()).contains("mine");
        given().get("/q/metrics")
                .then()
                .body(containsString("parlance_ingest_records_total{outcome=\"submitted\",way=\"file\"}"));
    }

    @Test
    void saysOfAFileWithoutConversationsWhatIsWrongWithIt() {
        // When
        FileObject file = upload("bad.jsonl", FilePurpose.FINE_TUNE, "{}\n{}\n".getBytes(StandardCharsets.UTF_8));
        // Then
        assertThat(awaitStatus(file.id())).isEqualTo("error");
        given().get("/v1/files/" + file.id())
                .then()
                .body("status_details", containsString("line 1"), "accepted", equalTo(0));
    }

    @Test
    void asksForTheErasureOfAllThatWasMadeOfADeletedFile() {
        // Given
        FileObject file =
                upload("gone.jsonl", FilePurpose.FINE_TUNE, TWO_CONVERSATIONS.getBytes(StandardCharsets.UTF_8));
        assertThat(awaitStatus(file.id())).isEqualTo("processed");
        // When
        String erasure = given().delete("/v1/files/" + file.id())
                .then()
                .statusCode(200)
                .body("deleted", equalTo(true), "id", equalTo(file.id()))
                .extract()
                .path("erasure");
        // Then
        assertThat(catchThrowableOfType(
                        NotFoundException.class, () -> client.files().retrieve(file.id())))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        NotFoundException.class, () -> client.files().content(file.id())))
                .isNotNull();
        JsonNode request = TopicRecords.json(new TopicRecords(bootstrapServers)
                .keyed(Topics.ERASURES_REQUESTED, erasure, 1)
                .getFirst());
        assertThat(request.path("scope").asText()).isEqualTo("dataset");
        assertThat(request.path("dataset").asText()).isEqualTo(file.id());
        assertThat(settings.filesDir().resolve(file.id())).doesNotExist();
    }

    @Test
    void deletesAFileThatIsNoDatasetWithoutAnErasure() {
        // Given
        FileObject file = upload("notes.txt", FilePurpose.USER_DATA, new byte[] {1});
        // When
        FileDeleted deleted = client.files().delete(file.id());
        // Then
        assertThat(deleted.deleted()).isTrue();
        assertThat(settings.filesDir().resolve(file.id())).doesNotExist();
    }

    @Test
    void keepsTheEntryOfAFileWhoseBytesAnErasureTook() {
        // Given
        FileObject file =
                upload("held.jsonl", FilePurpose.FINE_TUNE, TWO_CONVERSATIONS.getBytes(StandardCharsets.UTF_8));
        assertThat(awaitStatus(file.id())).isEqualTo("processed");
        ErasureLocated located = new ErasureLocated("era-of-" + file.id(), 1, List.of(file.id()));
        // When
        events.write(located, located.erasureId()).toCompletableFuture().join();
        // Then
        JsonNode answer = TopicRecords.json(new TopicRecords(bootstrapServers)
                .keyed(Topics.FILES_ERASED, located.erasureId(), 1)
                .getFirst());
        assertThat(answer.path("removed").get(0).asText()).isEqualTo(file.id());
        given().get("/v1/files/" + file.id())
                .then()
                .statusCode(200)
                .body("status", equalTo("processed"), "accepted", equalTo(2))
                .body("status_details", containsString(located.erasureId()));
        given().get("/v1/files/" + file.id() + "/content")
                .then()
                .statusCode(404)
                .body("error.code", equalTo("file_content_erased"))
                .body("error.message", containsString(located.erasureId()));
        assertThat(settings.filesDir().resolve(file.id())).doesNotExist();
    }

    @Test
    void listsInPages() {
        // Given
        List<String> ids = List.of(
                upload("1", FilePurpose.EVALS, new byte[] {1}).id(),
                upload("2", FilePurpose.EVALS, new byte[] {2}).id(),
                upload("3", FilePurpose.EVALS, new byte[] {3}).id());
        // When
        FileListPage behindTheFirst = client.files()
                .list(FileListParams.builder()
                        .purpose("evals")
                        .limit(1)
                        .order(FileListParams.Order.ASC)
                        .after(ids.getFirst())
                        .build());
        List<FileObject> newest = client.files()
                .list(FileListParams.builder().purpose("evals").limit(1).build())
                .items();
        // Then
        assertThat(behindTheFirst.autoPager().stream().map(FileObject::id)).containsExactly(ids.get(1), ids.get(2));
        assertThat(newest).extracting(FileObject::id).containsExactly(ids.get(2));
        given().get("/v1/files?limit=1")
                .then()
                .body("object", equalTo("list"), "has_more", equalTo(true))
                .body("first_id", equalTo(ids.get(2)), "last_id", equalTo(ids.get(2)));
    }

    @Test
    void namesTheParameterItRefuses() {
        BadRequestException purpose = catchThrowableOfType(
                BadRequestException.class, () -> upload("a", FilePurpose.of("assistants"), new byte[] {1}));
        assertThat(purpose.param()).contains("purpose");
        given().get("/v1/files?color=red").then().statusCode(400).body("error.param", equalTo("color"));
        given().get("/v1/files?limit=0").then().statusCode(400).body("error.param", equalTo("limit"));
        given().get("/v1/files/file-00").then().statusCode(404).body("error.param", equalTo("file_id"));
    }

    private FileObject upload(String name, FilePurpose purpose, byte[] bytes) {
        return client.files()
                .create(FileCreateParams.builder()
                        .purpose(purpose)
                        .file(MultipartField.<InputStream>builder()
                                .value(new ByteArrayInputStream(bytes))
                                .filename(name)
                                .build())
                        .build());
    }

    private String awaitStatus(String id) {
        Instant deadline = Instant.now().plusSeconds(20);
        String status = "uploaded";
        while (status.equals("uploaded") && Instant.now().isBefore(deadline)) {
            status = given().get("/v1/files/" + id).path("status");
            pause();
        }
        return status;
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(50));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
