package io.parlance.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.model.artifact.ModelFolder;
import io.parlance.model.artifact.ModelJson;
import io.parlance.model.artifact.Weights;
import io.parlance.model.artifact.gguf.GgufModel;
import io.parlance.model.onnx.SequenceScore;
import io.parlance.model.text.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real base model in fp32 against Hugging Face transformers and PEFT, and what a run with the default settings
 * learns. Needs {@code -Dparlance.smollm2=<gguf or folder>}, {@code -Dparlance.reference.smollm2=<folder with
 * logits.json, perplexity.json, lora.json, learning.json>} and {@code -Dparlance.coffee=<conversations.jsonl>}.
 */
@Tag("real-model")
class SmolLm2ReferenceTest {
    private final ModelFolder model = open(given("parlance.smollm2"));

    private static Path given(String property) {
        String value = System.getProperty(property);
        assertThat(value).as("system property " + property).isNotNull();
        return Path.of(value);
    }

    private static ModelFolder open(Path path) {
        return Files.isDirectory(path) ? HuggingFaceFolder.open(path) : GgufModel.open(path);
    }

    private static JsonNode reference(String file) throws IOException {
        Path path = given("parlance.reference.smollm2").resolve(file);
        return ModelJson.parse(path.toString(), Files.readString(path));
    }

    private CoffeeConversations coffee() throws IOException {
        return CoffeeConversations.read(given("parlance.coffee"), model.chatFormat());
    }

    private LlamaNetwork network() {
        try (Weights weights = model.openWeights()) {
            return LlamaNetwork.open(
                    model.config(), weights, Precision.FP32, Device.cpu(), Optional.of(LoraSettings.defaults()), 0);
        }
    }

    @Test
    void givesTheReferencesTwentyLargestLogits() throws IOException {
        // Given
        int vocabulary = model.config().vocabularySize();
        double largest = 0;
        try (LlamaNetwork network = network()) {
            for (JsonNode answer : reference("logits.json")) {
                int[] prompt = ints(answer.get("prompt_ids"));

                // When
                float[] logits = network.logits(PackedExamples.wholeSequence(prompt));

                // Then
                for (JsonNode top : answer.get("top")) {
                    float logit = logits[logits.length - vocabulary + top.get(0).asInt()];
                    double difference = Math.abs(logit - top.get(1).asDouble());
                    assertThat(difference).as(answer.get("question").asText()).isLessThan(1e-3);
                    largest = Math.max(largest, difference);
                }
            }
        }
        System.out.printf("top-20 logits of 8 prompts: largest difference %.2e%n", largest);
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    @Test
    void hasTheReferencesPerplexityOnSixtyConversations() throws IOException {
        // Given
        JsonNode expected = reference("perplexity.json");
        CoffeeConversations coffee = coffee();
        SequenceScore whole = new SequenceScore(0, 0, 0);
        try (LlamaNetwork network = network()) {
            for (JsonNode conversation : expected.get("conversations")) {
                TokenSequence example =
                        coffee.examples().get(conversation.get("id").asText());

                // When
                SequenceScore score = network.score(PackedExamples.of(List.of(example)));

                // Then
                assertThat(score.supervisedTokens())
                        .isEqualTo(conversation.get("supervised").asLong());
                assertThat(score.negativeLogLikelihood())
                        .isCloseTo(conversation.get("nll").asDouble(), Percentage.withPercentage(0.1));
                whole = whole.plus(score);
            }
        }
        System.out.printf(
                "perplexity of 60 conversations %.4f, reference %.4f%n",
                whole.perplexity(), expected.get("perplexity").asDouble());
        assertThat(whole.perplexity()).isCloseTo(expected.get("perplexity").asDouble(), Percentage.withPercentage(0.1));
        assertThat(whole.tokenAccuracy())
                .isCloseTo(expected.get("token_accuracy").asDouble(), within(1e-3));
    }

    @Test
    void followsTheReferencesLoraCurve() throws IOException {
        // Given: A = 0.02 sin(1 + i + 0.37 j), B = 0; AdamW 5e-4 constant, no decay, clip 1
        List<TokenSequence> examples = new ArrayList<>(coffee().examples().values()).subList(0, 48);
        AdamWSettings settings = new AdamWSettings(0.9, 0.999, 1e-8, 0, 1);
        try (LlamaNetwork network = network();
                AdamW adamW =
                        AdamW.over(network.lora().all(), network.lora().allGradients(), settings, network.manager())) {
            network.lora().restore(name -> sines(name, network.lora().shape(name)), adamW);
            for (JsonNode expected : reference("lora.json").get("steps")) {
                int step = expected.get("step").asInt();
                List<TokenSequence> batch = examples.subList(4 * step, 4 * step + 4);
                long supervised = batch.stream()
                        .mapToLong(TokenSequence::supervisedTokens)
                        .sum();

                // When
                double nll = 0;
                for (PackedExamples pass : Batching.defaults().passes(batch)) {
                    nll += network.accumulate(pass, 1.0 / supervised);
                }
                double norm = adamW.gradientNorm();
                adamW.step(5e-4, norm);

                // Then
                double loss = nll / supervised;
                System.out.printf(
                        "LoRA step %d: loss %.6f, reference %.6f; gradient norm %.6f, reference %.6f%n",
                        step,
                        loss,
                        expected.get("loss").asDouble(),
                        norm,
                        expected.get("grad_norm").asDouble());
                assertThat(loss).isCloseTo(expected.get("loss").asDouble(), Percentage.withPercentage(1));
                assertThat(norm).isCloseTo(expected.get("grad_norm").asDouble(), Percentage.withPercentage(1));
            }
        }
    }

    private static float[] sines(String name, long[] shape) {
        float[] values = new float[(int) (shape[0] * shape[1])];
        if (name.contains("lora_A")) {
            for (int i = 0; i < shape[0]; i++) {
                for (int j = 0; j < shape[1]; j++) {
                    values[(int) (i * shape[1] + j)] = (float) (0.02 * Math.sin(1 + i + 0.37 * j));
                }
            }
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = "AUTO")
    void learnsEightHundredConversationsInOnePassWithTheDefaultSettings(Precision precision) throws IOException {
        // Given
        JsonNode learning = reference("learning.json");
        CoffeeConversations coffee = coffee();
        List<TokenSequence> heldOut = coffee.of(learning.get("held_out"));
        TrainingData data = new TrainingData(coffee.of(learning.get("train")), List.of());
        RecordingListener listener = new RecordingListener();
        try (Weights weights = model.openWeights();
                FineTuning tuning = PyTorchFineTuning.open(
                        "SmolLM2-135M-Instruct",
                        model.config(),
                        weights,
                        TrainingSettings.defaults().withPrecision(precision),
                        Optional.empty())) {
            System.out.println(tuning.engine());
            SequenceScore before = tuning.score(heldOut);

            // When
            TrainingOutcome.Trained trained = (TrainingOutcome.Trained) tuning.run(data, listener, StopSignal.never());

            // Then
            SequenceScore after = tuning.score(heldOut);
            System.out.printf(
                    "%d conversations, %d tokens in %s = %.0f tokens/s; 200 held out: perplexity %.2f -> %.3f, token accuracy %.3f -> %.4f%n",
                    data.train().size(),
                    trained.trainedTokens(),
                    trained.took(),
                    trained.trainedTokens() * 1e3 / trained.took().toMillis(),
                    before.perplexity(),
                    after.perplexity(),
                    before.tokenAccuracy(),
                    after.tokenAccuracy());
            assertThat(after.perplexity()).isLessThanOrEqualTo(4.9);
            assertThat(after.tokenAccuracy()).isGreaterThanOrEqualTo(0.61);
        }
    }
}
