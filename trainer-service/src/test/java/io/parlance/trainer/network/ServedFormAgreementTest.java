package io.parlance.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.parlance.model.TinyModel;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.model.artifact.ModelFolder;
import io.parlance.model.artifact.Weights;
import io.parlance.model.artifact.gguf.GgufModel;
import io.parlance.model.onnx.Decoder;
import io.parlance.model.onnx.DecoderOptions;
import io.parlance.model.onnx.LogProbabilities;
import io.parlance.model.onnx.OnnxDecoder;
import io.parlance.model.onnx.ServedForm;
import io.parlance.model.onnx.ServedFormWriter;
import io.parlance.model.text.ChatMessage;
import io.parlance.model.text.TokenIds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network that is trained and the fp32 form that is served are one model. */
class ServedFormAgreementTest {
    private static final float TOLERANCE = 1e-3f;
    private static final List<String> QUESTIONS = List.of(
            "What is the capital of Norway?",
            "Name three colours of the rainbow.",
            "How do I boil an egg?",
            "Why is the sky blue?",
            "Write one sentence about the sea.",
            "What is 7 plus 15?",
            "Which planet is the largest?",
            "Give me a synonym for happy.",
            "Who painted the Mona Lisa?",
            "What does a compiler do?",
            "Translate 'thank you' to French.",
            "How many days has a leap year?",
            "Tell me a short joke.",
            "What is the opposite of cold?",
            "Describe a cat in five words.",
            "Can I have a flat white to go?",
            "What is photosynthesis?",
            "Name a mammal that can fly.",
            "How tall is Mount Everest?",
            "When was the printing press invented?");

    @TempDir
    private Path folder;

    @Test
    void agreesOnTheTinyModel() throws IOException {
        // Given
        ModelFolder model = HuggingFaceFolder.open(TinyModel.write(folder.resolve("model"), 5));
        // Then
        agree(model, 12);
    }

    /** Needs {@code -Dparlance.smollm2=<gguf>}. */
    @Test
    @Tag("real-model")
    void agreesOnTheRealBaseModel() throws IOException {
        // Given
        ModelFolder model = GgufModel.open(Path.of(
                Objects.requireNonNull(System.getProperty("parlance.smollm2"), "this test needs -Dparlance.smollm2")));
        // Then
        agree(model, 16);
    }

    /** Logits after each prompt and each answer, and greedy answers of so many tokens. */
    private void agree(ModelFolder model, int answerTokens) throws IOException {
        try (Weights weights = model.openWeights()) {
            ServedFormWriter.write(model.config(), weights, ServedForm.FP32, folder.resolve("onnx"));
            try (LlamaNetwork network = LlamaNetwork.open(
                            model.config(), weights, Precision.FP32, Device.cpu(), Optional.empty(), 0);
                    Decoder decoder = OnnxDecoder.open(folder.resolve("onnx"), new DecoderOptions(1, 256, 2))) {
                for (String question : QUESTIONS) {
                    TokenIds prompt = model.chatFormat().prompt(List.of(new ChatMessage("user", question)));
                    // When
                    TokenIds trained = answer(network, prompt, answerTokens);
                    // Then
                    assertThat(served(decoder, network, prompt, answerTokens))
                            .as(question)
                            .isEqualTo(trained);
                }
            }
        }
    }

    private static TokenIds answer(LlamaNetwork network, TokenIds prompt, int tokens) {
        TokenIds text = prompt;
        for (int t = 0; t < tokens; t++) {
            text = with(text, LogProbabilities.mostLikely(lastRow(network, text)));
        }
        return text;
    }

    private static TokenIds served(Decoder decoder, LlamaNetwork network, TokenIds prompt, int tokens) {
        decoder.reset(0);
        float[] logits = decoder.append(0, prompt);
        assertThat(logits).containsExactly(lastRow(network, prompt), within(TOLERANCE));
        TokenIds text = prompt;
        for (int t = 0; t < tokens; t++) {
            int next = LogProbabilities.mostLikely(logits);
            text = with(text, next);
            logits = decoder.decode(List.of(new Decoder.NextToken(0, next)))[0];
        }
        assertThat(logits).as("over the cache").containsExactly(lastRow(network, text), within(TOLERANCE));
        return text;
    }

    private static float[] lastRow(LlamaNetwork network, TokenIds text) {
        float[] all = network.logits(PackedExamples.wholeSequence(text.toArray()));
        return Arrays.copyOfRange(all, all.length - all.length / text.size(), all.length);
    }

    private static TokenIds with(TokenIds text, int next) {
        int[] longer = Arrays.copyOf(text.toArray(), text.size() + 1);
        longer[text.size()] = next;
        return TokenIds.of(longer);
    }
}
