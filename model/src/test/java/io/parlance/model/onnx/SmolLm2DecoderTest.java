package io.parlance.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.model.artifact.Weights;
import io.parlance.model.artifact.gguf.GgufModel;
import io.parlance.model.text.ChatFormat;
import io.parlance.model.text.ChatMessage;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real base model in the fp32 form against Hugging Face's answers. Needs {@code -Dparlance.smollm2=<gguf>} and
 * {@code -Dparlance.reference.smollm2=<folder with logits.json>}.
 */
@Tag("real-model")
class SmolLm2DecoderTest {
    private static final double LOGITS = 1e-3;

    @TempDir
    private static Path folder;

    private static Decoder decoder;
    private static ChatFormat chat;

    @BeforeAll
    static void openTheModel() throws IOException {
        GgufModel model = GgufModel.open(given("parlance.smollm2"));
        chat = model.chatFormat();
        try (Weights weights = model.openWeights()) {
            ServedFormWriter.write(model.config(), weights, ServedForm.FP32, folder);
        }
        decoder = OnnxDecoder.open(folder, new DecoderOptions(2, 512, 2));
    }

    @AfterAll
    static void closeTheModel() {
        decoder.close();
    }

    @Test
    void givesTheReferencesTwentyHighestLogits() throws IOException {
        // Given
        JsonNode rows = reference();
        for (JsonNode row : rows) {
            decoder.reset(0);
            // When
            float[] logits = decoder.append(0, ids(row.get("prompt_ids")));
            // Then
            for (JsonNode top : row.get("top")) {
                assertThat((double) logits[top.get(0).intValue()])
                        .as("%s: token %d", row.get("question"), top.get(0).intValue())
                        .isCloseTo(top.get(1).doubleValue(), within(LOGITS));
            }
            assertThat(LogProbabilities.logSumExp(logits))
                    .isCloseTo(row.get("logsumexp").doubleValue(), within(LOGITS));
            assertThat(LogProbabilities.mostLikely(logits))
                    .isEqualTo(row.get("greedy").get(0).intValue());
        }
    }

    @Test
    void answersGreedilyAsTheReferenceDoes() throws IOException {
        // Given
        JsonNode rows = reference();
        for (JsonNode row : rows) {
            List<Integer> expected = StreamSupport.stream(row.get("greedy").spliterator(), false)
                    .map(JsonNode::intValue)
                    .toList();
            // When
            decoder.reset(1);
            List<Integer> answer = new ArrayList<>();
            float[] logits = decoder.append(1, ids(row.get("prompt_ids")));
            while (answer.size() < expected.size()) {
                answer.add(LogProbabilities.mostLikely(logits));
                logits = decoder.decode(List.of(new Decoder.NextToken(1, answer.getLast())))[0];
            }
            // Then
            assertThat(answer).as(row.get("question").textValue()).isEqualTo(expected);
        }
    }

    /** Also needs {@code -Dparlance.coffee=<conversations.jsonl>}, the first 60 of which the reference scored. */
    @Test
    void scoresEachConversationAsTheReferenceDoes() throws IOException {
        // Given
        JsonNode reference = new ObjectMapper()
                .readTree(given("parlance.reference.smollm2")
                        .resolve("perplexity.json")
                        .toFile());
        List<String> lines = Files.readAllLines(given("parlance.coffee"));
        SequenceScore whole = SequenceScore.NONE;
        for (int i = 0; i < reference.get("conversations").size(); i++) {
            JsonNode expected = reference.get("conversations").get(i);
            TokenSequence example = chat.example(messages(lines.get(i)));
            // When
            SequenceScore score = decoder.score(0, example);
            // Then
            assertThat(example.size()).isEqualTo(expected.get("tokens").intValue());
            assertThat(score.supervisedTokens())
                    .isEqualTo(expected.get("supervised").intValue());
            assertThat(score.negativeLogLikelihood())
                    .isCloseTo(expected.get("nll").doubleValue(), withinPercentage(0.1));
            whole = whole.plus(score);
        }
        assertThat(whole.perplexity()).isCloseTo(reference.get("perplexity").doubleValue(), withinPercentage(0.1));
        assertThat(whole.tokenAccuracy())
                .isCloseTo(reference.get("token_accuracy").doubleValue(), within(0.001));
    }

    private static List<ChatMessage> messages(String line) throws IOException {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : new ObjectMapper().readTree(line).get("messages")) {
            messages.add(new ChatMessage(
                    message.get("role").textValue(), message.get("content").textValue()));
        }
        return messages;
    }

    private static JsonNode reference() throws IOException {
        JsonNode rows = new ObjectMapper()
                .readTree(given("parlance.reference.smollm2")
                        .resolve("logits.json")
                        .toFile());
        assertThat(rows).isNotEmpty();
        return rows;
    }

    private static TokenIds ids(JsonNode array) {
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = array.get(i).intValue();
        }
        return TokenIds.of(ids);
    }

    private static Path given(String property) {
        return Path.of(Objects.requireNonNull(System.getProperty(property), "this test needs -D" + property));
    }
}
