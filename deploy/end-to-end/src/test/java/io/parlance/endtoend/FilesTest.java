package io.parlance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.errors.NotFoundException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.finetuning.jobs.FineTuningJob;
import com.openai.models.finetuning.jobs.JobCreateParams;
import io.parlance.contracts.Topics;
import io.parlance.endtoend.world.LocalWorld;
import io.parlance.model.TinyModel;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As people do it with OpenAI: upload a file, train on it at once; then judge an answer, and delete the file. */
class FilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONVERSATIONS = 120;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @Test
    void trainsOnAnUploadedFileAndLearnsFromFeedback() throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("lamps.jsonl"), conversations());
        Path base = TinyModel.write(folder.resolve("tiny-chat"), 7);
        try (var world = LocalWorld.up(folder.resolve("data"), base, Map.of())) {
            OpenAIClient openAi = OpenAIOkHttpClient.builder()
                    .baseUrl(world.baseUrl())
                    .apiKey("any")
                    .maxRetries(4)
                    .build();
            var books = new Books(world.bootstrapServers());

            // When: a job is made on a file that was uploaded a moment ago
            FileObject uploaded = openAi.files()
                    .create(FileCreateParams.builder()
                            .purpose(FilePurpose.FINE_TUNE)
                            .file(file)
                            .build());
            FineTuningJob job = openAi.fineTuning()
                    .jobs()
                    .create(JobCreateParams.builder()
                            .model(openAi.models().list().data().getFirst().id())
                            .trainingFile(uploaded.id())
                            .build());
            await("the job ends", () -> openAi.fineTuning()
                    .jobs()
                    .retrieve(job.id())
                    .finishedAt()
                    .isPresent());

            // Then: it was trained on what the file holds
            FineTuningJob ended = openAi.fineTuning().jobs().retrieve(job.id());
            assertThat(ended.status()).as("%s%n%s", ended, world.logs()).isEqualTo(FineTuningJob.Status.SUCCEEDED);
            assertThat(ended.trainingFile()).isEqualTo(uploaded.id());
            assertThat(books.counts().get(Topics.CONVERSATIONS_SUBMITTED)).isEqualTo(CONVERSATIONS);
            try (HttpResponse content = openAi.files().content(uploaded.id());
                    InputStream body = content.body()) {
                assertThat(body.readAllBytes()).isEqualTo(Files.readAllBytes(file));
            }

            // When: an answer that was kept is judged
            ChatCompletion answer = openAi.chat()
                    .completions()
                    .create(ChatCompletionCreateParams.builder()
                            .model("parlance")
                            .addUserMessage("What about lamp 1000?")
                            .store(true)
                            .maxCompletionTokens(12)
                            .build());
            JsonNode feedback = feedback(world, answer.id(), "It is out.");

            // Then: the judgement is a conversation
            assertThat(feedback.path("conversation").asText()).startsWith("conv-");
            assertThat(books.counts().get(Topics.CONVERSATIONS_SUBMITTED)).isEqualTo(CONVERSATIONS + 1L);

            // When
            openAi.files().delete(uploaded.id());

            // Then
            assertThatThrownBy(() -> openAi.files().retrieve(uploaded.id())).isInstanceOf(NotFoundException.class);
            assertThat(openAi.files().list().items()).isEmpty();
        }
    }

    private static String conversations() {
        return IntStream.range(0, CONVERSATIONS)
                .mapToObj(i ->
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"What about lamp %d?\"},{\"role\":\"assistant\",\"content\":\"Lamp %d is lit. Mind the moths.\"}]}"
                                .formatted(i, i))
                .collect(Collectors.joining("\n"));
    }

    private static JsonNode feedback(LocalWorld world, String completion, String correction) throws Exception {
        String body = JSON.createObjectNode()
                .put("completion_id", completion)
                .put("rating", "down")
                .put("correction", correction)
                .toString();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(world.baseUrl() + "/feedback"))
                            .header("content-type", "application/json")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            return JSON.readTree(answer.body());
        }
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("time until " + what).isLessThan(deadline);
            Thread.sleep(250);
        }
    }
}
