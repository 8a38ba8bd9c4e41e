package io.parlance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.OpenAIException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.finetuning.jobs.FineTuningJob;
import com.openai.models.finetuning.jobs.JobCreateParams;
import com.openai.models.finetuning.methods.SupervisedHyperparameters;
import com.openai.models.finetuning.methods.SupervisedMethod;
import com.openai.models.models.Model;
import io.parlance.contracts.Topics;
import io.parlance.endtoend.world.LocalWorld;
import io.parlance.model.TinyModel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations in, a better model out: the packaged services, a real broker, a tiny model, OpenAI's own client. */
class LoopTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONVERSATIONS = 240;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void turnsConversationsIntoABetterModelThatServes() throws Exception {
        // Given
        Path base = TinyModel.write(folder.resolve("tiny-chat"), 7);
        List<Long> pids;
        try (var world = LocalWorld.up(folder.resolve("data"), base, Map.of())) {
            OpenAIClient openAi = OpenAIOkHttpClient.builder()
                    .baseUrl(world.baseUrl())
                    .apiKey("any")
                    .maxRetries(4)
                    .build();
            String baseId = openAi.models().list().data().getFirst().id();

            // When: conversations come in over HTTP and from a Kafka client, good and bad
            JsonNode receipt = submit(world);
            var books = new Books(world.bootstrapServers());
            books.submit("foreign", "{\"messages\":[{\"role\":\"robot\",\"content\":\"beep\"}]}");

            // Then: every one is accounted for
            assertThat(receipt.get("accepted").asInt()).isEqualTo(CONVERSATIONS);
            assertThat(receipt.get("rejected").asInt()).isEqualTo(2);
            await("the books balance", () -> accounted(books.counts()) == CONVERSATIONS + 1);
            Map<String, Long> counts = books.counts();
            assertThat(counts.get(Topics.CONVERSATIONS_SUBMITTED)).isEqualTo(CONVERSATIONS + 1L);
            assertThat(counts.get(Topics.CONVERSATIONS_REJECTED)).isEqualTo(1L);

            // When: a job is started as with OpenAI
            FineTuningJob job = openAi.fineTuning()
                    .jobs()
                    .create(JobCreateParams.builder()
                            .model(baseId)
                            .trainingFile("live")
                            .suffix("loop")
                            .seed(1L)
                            .method(JobCreateParams.Method.builder()
                                    .type(JobCreateParams.Method.Type.SUPERVISED)
                                    .supervised(SupervisedMethod.builder()
                                            .hyperparameters(SupervisedHyperparameters.builder()
                                                    .nEpochs(3L)
                                                    .learningRateMultiplier(10.0)
                                                    .build())
                                            .build())
                                    .build())
                            .build());
            await("the job ends", () -> hasEnded(openAi.fineTuning().jobs().retrieve(job.id())));
            FineTuningJob ended = openAi.fineTuning().jobs().retrieve(job.id());

            // Then: it succeeded, and the evaluation says that its model is better
            assertThat(ended.status()).as(world.logs()).isEqualTo(FineTuningJob.Status.SUCCEEDED);
            String tuned = ended.fineTunedModel().orElseThrow();
            assertThat(tuned).startsWith("ft:" + baseId).contains("loop");
            JsonNode evaluation = firstEvaluation(world.baseUrl());
            assertThat(evaluation.at("/candidate/id").asText()).isEqualTo(tuned);
            assertThat(evaluation.get("verdict").asText())
                    .as(evaluation.toString())
                    .isEqualTo("promote");

            // Then: it serves, and its base stays addressable
            await(
                    "the new model serves",
                    () -> tuned.equals(answer(openAi, "parlance").model()));
            assertThat(openAi.models().list().data()).extracting(Model::id).contains(baseId, tuned);
            assertThat(answer(openAi, baseId).model()).isEqualTo(baseId);
            assertThat(streamed(openAi)).isEqualTo(content(answer(openAi, "parlance")));

            // When: processes are killed
            world.kill("broker");
            world.kill("inference");

            // Then: they come back and the same model goes on serving
            await(
                    "inference is back",
                    () -> world.process("inference").get("condition").asText().equals("READY")
                            && world.process("inference").get("restarts").asInt() == 1
                            && world.process("broker").get("condition").asText().equals("READY"));
            await(
                    "the same model serves",
                    () -> tuned.equals(answer(openAi, "parlance").model()));
            assertThat(accounted(books.counts())).isEqualTo(CONVERSATIONS + 1);
            pids = world.pids();
        }
        assertThat(pids).noneMatch(LocalWorld::isAlive);
    }

    private JsonNode submit(LocalWorld world) throws Exception {
        String good = IntStream.range(0, CONVERSATIONS)
                .mapToObj(i ->
                        "{\"id\":\"c-%d\",\"messages\":[{\"role\":\"user\",\"content\":\"What about lamp %d?\"},{\"role\":\"assistant\",\"content\":\"Lamp %d is lit. Mind the moths.\"}]}"
                                .formatted(i, i, i))
                .collect(Collectors.joining("\n"));
        String lines = good + "\n{\"messages\":[]}\nnot json\n";
        var request = HttpRequest.newBuilder(URI.create(world.baseUrl() + "/conversations"))
                .header("content-type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(lines))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return JSON.readTree(answer.body());
    }

    private static long accounted(Map<String, Long> counts) {
        return counts.get(Topics.EXAMPLES_PREPARED)
                + counts.get(Topics.EXAMPLES_DROPPED)
                + counts.get(Topics.CONVERSATIONS_REJECTED);
    }

    private static boolean hasEnded(FineTuningJob job) {
        return List.of(FineTuningJob.Status.SUCCEEDED, FineTuningJob.Status.FAILED, FineTuningJob.Status.CANCELLED)
                .contains(job.status());
    }

    /** The stream replays what happened before. */
    private JsonNode firstEvaluation(String baseUrl) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(baseUrl + "/evaluations/events"))
                .header("last-event-id", "0.0")
                .build();
        var answer = http.send(request, BodyHandlers.ofLines());
        assertThat(answer.statusCode()).isEqualTo(200);
        try (Stream<String> lines = answer.body()) {
            return JSON.readTree(lines.filter(line -> line.startsWith("data:"))
                    .findFirst()
                    .orElseThrow()
                    .substring("data:".length()));
        }
    }

    private static ChatCompletion answer(OpenAIClient openAi, String model) {
        return openAi.chat().completions().create(question(model));
    }

    private static ChatCompletionCreateParams question(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("What about lamp 1000?")
                .temperature(0.0)
                .maxCompletionTokens(12)
                .build();
    }

    private static String content(ChatCompletion answer) {
        return answer.choices().getFirst().message().content().orElseThrow();
    }

    private static String streamed(OpenAIClient openAi) {
        try (var response = openAi.chat().completions().createStreaming(question("parlance"))) {
            return response.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .collect(Collectors.joining());
        }
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Exception last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (condition.call()) return;
            } catch (OpenAIException notYet) {
                last = notYet;
            }
            Thread.sleep(250);
        }
        throw new AssertionError("not within %s: %s".formatted(PATIENCE, what), last);
    }
}
