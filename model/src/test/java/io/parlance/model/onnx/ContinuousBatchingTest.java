package io.parlance.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.model.TinyModel;
import io.parlance.model.artifact.safetensors.SafetensorsWeights;
import io.parlance.model.text.TokenIds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContinuousBatchingTest {
    private static final int SLOTS = 4;
    private static final int CONTEXT = 128;

    @TempDir
    private static Path folder;

    private ContinuousBatching engine;

    @BeforeAll
    static void writeTheModel() throws IOException {
        Path model = TinyModel.write(folder.resolve("model"), 3);
        try (SafetensorsWeights weights = SafetensorsWeights.open(model)) {
            ServedFormWriter.write(TinyModel.CONFIG, weights, ServedForm.FP32, folder.resolve("onnx"));
        }
    }

    private ContinuousBatching start(int queue, int chunk) {
        engine = ContinuousBatching.start(openDecoder(), new EngineOptions(queue, chunk));
        return engine;
    }

    private static Decoder openDecoder() {
        return OnnxDecoder.open(folder.resolve("onnx"), new DecoderOptions(SLOTS, CONTEXT, 1));
    }

    @AfterEach
    void closeTheEngine() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void givesEachOfManyRequestsTheAnswerItWouldGetAlone() {
        // Given
        List<GenerationRequest> requests = IntStream.range(0, 40)
                .mapToObj(i -> request(prompt(i, 1 + i * 7 % 60), 1 + i % 25))
                .toList();
        start(100, 16);
        List<List<Integer>> alone = new ArrayList<>();
        for (GenerationRequest request : requests) {
            alone.add(answer(request).ids());
        }
        // When
        List<Answers> together = requests.stream().map(this::submit).toList();
        // Then
        for (int i = 0; i < requests.size(); i++) {
            assertThat(together.get(i).await()).isInstanceOf(Finish.LengthReached.class);
            assertThat(together.get(i).ids()).as("request %d", i).isEqualTo(alone.get(i));
        }
        assertThat(engine.metrics().generatedTokens())
                .isEqualTo(2
                        * requests.stream().mapToLong(r -> r.stop().maxTokens()).sum());
        assertThat(engine.metrics().promptTokens())
                .isEqualTo(
                        2 * requests.stream().mapToLong(r -> r.prompt().size()).sum());
    }

    @Test
    void givesTheSameAnswerWhateverTheChunkOfThePrompt() {
        // Given
        GenerationRequest request = request(prompt(5, 90), 20);
        start(4, 1000);
        List<Integer> whole = answer(request).ids();
        engine.close();
        // When
        start(4, 7);
        List<Integer> chunked = answer(request).ids();
        // Then
        assertThat(chunked).isEqualTo(whole).hasSize(20);
    }

    @Test
    void samplesTheSameAnswerForTheSameSeedAloneAndInABatch() {
        // Given
        start(100, 16);
        GenerationRequest request = new GenerationRequest(
                prompt(1, 10), SamplingParameters.temperature(1, 99), new StopRules(30, Set.of()));
        List<Integer> alone = answer(request).ids();
        // When
        List<Answers> batch = IntStream.range(0, 8)
                .mapToObj(i -> submit(i == 3 ? request : request(prompt(i, 20), 40)))
                .toList();
        // Then
        batch.forEach(Answers::await);
        assertThat(batch.get(3).ids()).isEqualTo(alone).hasSize(30);
    }

    @Test
    void endsAtAStopTokenWithoutHandingItOut() {
        // Given
        start(4, 16);
        List<Integer> free = answer(request(prompt(2, 12), 20)).ids();
        int stop = free.get(6);
        int first = free.indexOf(stop);
        // When
        Answers answer = answer(
                new GenerationRequest(prompt(2, 12), SamplingParameters.greedy(), new StopRules(20, Set.of(stop))));
        // Then
        assertThat(answer.await()).isEqualTo(new Finish.Stopped(stop));
        assertThat(answer.ids()).isEqualTo(free.subList(0, first));
        assertThat(answer.completionTokens).isEqualTo(first + 1);
    }

    @Test
    void choosesNoStopTokenBeforeMinTokens() {
        // Given
        start(4, 16);
        List<Integer> free = answer(request(prompt(2, 12), 20)).ids();
        Set<Integer> stops = Set.of(free.get(0));
        // When
        Answers answer =
                answer(new GenerationRequest(prompt(2, 12), SamplingParameters.greedy(), new StopRules(20, 5, stops)));
        // Then
        assertThat(answer.ids()).hasSizeGreaterThanOrEqualTo(5);
        assertThat(answer.ids()).doesNotContainAnyElementsOf(stops);
    }

    @Test
    void reportsTheLogprobsThatWereAskedFor() {
        // Given
        start(4, 16);
        GenerationRequest request = new GenerationRequest(
                prompt(2, 12), SamplingParameters.greedy(), new StopRules(3, Set.of()), OptionalInt.of(5));
        // When
        Answers answer = answer(request);
        // Then
        assertThat(answer.tokens).hasSize(3).allSatisfy(token -> {
            GeneratedToken.Logprobs logprobs = token.logprobs().orElseThrow();
            assertThat(logprobs.top()).hasSize(5);
            assertThat(logprobs.top().get(0)).isEqualTo(new TokenLogprob(token.tokenId(), logprobs.own()));
            assertThat(logprobs.own()).isNegative();
        });
        assertThat(answer(request(prompt(2, 12), 1)).tokens.get(0).logprobs()).isEmpty();
    }

    @Test
    void cancelsARunningAnswerAndGoesOnWithTheOthers() {
        // Given
        start(4, 16);
        CompletableFuture<Generation> handle = new CompletableFuture<>();
        Answers cancelled = new Answers(answer -> {
            if (answer.tokens.size() == 3) {
                handle.join().cancel();
            }
        });
        Answers other = submit(request(prompt(1, 10), 60));
        // When
        Submission submission = engine.submit(request(prompt(2, 10), 100), cancelled);
        handle.complete(((Submission.Accepted) submission).generation());
        // Then
        assertThat(cancelled.await()).isEqualTo(new Finish.Cancelled());
        assertThat(cancelled.ids()).hasSize(3);
        assertThat(other.await()).isEqualTo(new Finish.LengthReached());
        assertThat(other.ids()).hasSize(60);
    }

    @Test
    void refusesWhatCannotFitInTheContextNamingTheNumbers() {
        // Given
        start(4, 16);
        // When
        Submission refused = engine.submit(request(prompt(0, 100), 29), new Answers());
        // Then
        assertThat(refused).isEqualTo(new Submission.ContextExceeded(100, 29, CONTEXT));
        assertThat(((Submission.ContextExceeded) refused).message()).contains("100", "29", "129", "128");
        assertThat(answer(request(prompt(0, 100), 28)).ids()).hasSize(28);
    }

    @Test
    void refusesAPromptTokenOutsideTheVocabulary() {
        // Given
        start(4, 16);
        GenerationRequest request = request(TokenIds.of(1, TinyModel.VOCABULARY_SIZE), 1);
        // Then
        assertThatThrownBy(() -> engine.submit(request, new Answers()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("prompt token 1 is " + TinyModel.VOCABULARY_SIZE);
    }

    @Test
    void refusesWhenTheQueueIsFull() {
        // Given: slots busy until released, so that requests queue up.
        start(2, 16);
        CompletableFuture<Void> release = new CompletableFuture<>();
        CompletableFuture<Void> busy = new CompletableFuture<>();
        Answers blocker = new Answers(answer -> {
            busy.complete(null);
            release.join();
        });
        engine.submit(request(prompt(0, 1), 1), blocker);
        busy.orTimeout(10, TimeUnit.SECONDS).join();
        List<Answers> queued = List.of(submit(request(prompt(0, 1), 1)), submit(request(prompt(0, 1), 1)));
        // When
        Submission refused = engine.submit(request(prompt(0, 1), 1), new Answers());
        release.complete(null);
        // Then
        assertThat(refused).isEqualTo(new Submission.QueueFull(2));
        queued.forEach(answer -> assertThat(answer.await()).isInstanceOf(Finish.LengthReached.class));
    }

    @Test
    void finishesEveryAcceptedRequestWhenItDrains() {
        // Given
        start(100, 16);
        List<Answers> accepted = IntStream.range(0, 20)
                .mapToObj(i -> submit(request(prompt(i, 30), 30)))
                .toList();
        // When
        CompletableFuture<Void> drained = engine.drain();
        Submission late = engine.submit(request(prompt(0, 1), 1), new Answers());
        drained.orTimeout(30, TimeUnit.SECONDS).join();
        // Then
        assertThat(late).isEqualTo(new Submission.Draining());
        assertThat(accepted).allSatisfy(answer -> assertThat(answer.finish).isDone());
        assertThat(engine.metrics().finished()).isEqualTo(20);
    }

    @Test
    void endsEveryAnswerWhenItIsClosedUnderLoad() throws InterruptedException {
        // Given
        start(1000, 16);
        List<Answers> answers = new ArrayList<>();
        Thread load = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 200; i++) {
                Answers answer = new Answers();
                if (engine.submit(request(prompt(i, 20), 50), answer) instanceof Submission.Accepted) {
                    answers.add(answer);
                }
            }
        });
        while (engine.metrics().generatedTokens() < 20) {
            Thread.onSpinWait();
        }
        // When
        engine.close();
        load.join();
        // Then
        assertThat(answers).isNotEmpty().allSatisfy(answer -> assertThat(answer.await())
                .isNotNull());
    }

    @Test
    void survivesAListenerThatThrows() {
        // Given
        start(4, 16);
        Answers throwing = new Answers(answer -> {
            throw new IllegalStateException("deaf");
        });
        // When
        engine.submit(request(prompt(0, 5), 5), throwing);
        // Then
        assertThat(throwing.await()).isInstanceOf(Finish.Failed.class);
        assertThat(answer(request(prompt(0, 5), 5)).await()).isEqualTo(new Finish.LengthReached());
    }

    private Answers answer(GenerationRequest request) {
        Answers answer = submit(request);
        answer.await();
        return answer;
    }

    private Answers submit(GenerationRequest request) {
        Answers answer = new Answers();
        assertThat(engine.submit(request, answer)).isInstanceOf(Submission.Accepted.class);
        return answer;
    }

    private static GenerationRequest request(TokenIds prompt, int maxTokens) {
        return new GenerationRequest(prompt, SamplingParameters.greedy(), new StopRules(maxTokens, Set.of()));
    }

    private static TokenIds prompt(int seed, int length) {
        return TokenIds.of(
                new Random(seed).ints(length, 3, TinyModel.VOCABULARY_SIZE).toArray());
    }
}
