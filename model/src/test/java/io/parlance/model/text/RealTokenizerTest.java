package io.parlance.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.model.artifact.gguf.GgufFile;
import io.parlance.model.artifact.gguf.GgufMetadata;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The real base model's tokenizer and chat template against the reference of outside implementations. Takes
 * {@code -Dparlance.smollm2=} SmolLM2-135M-Instruct as a GGUF file or a Hugging Face folder,
 * {@code -Dparlance.reference.smollm2=} the folder of tokenizer.json and chat.json, and for the comparison of speed
 * {@code -Dparlance.conversations=} a file of conversations, one JSON a line.
 */
@Tag("real-model")
class RealTokenizerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String END_OF_TURN = "<|im_end|>";

    @Test
    void givesTheReferenceIdsAndTextsOfAllAwkwardTexts() throws IOException {
        // Given
        Model model = Model.open();
        JsonNode reference = reference("tokenizer.json");
        assertThat(reference.size()).isGreaterThanOrEqualTo(40);
        for (Tokenizer tokenizer : model.tokenizers()) {
            for (JsonNode entry : reference) {
                String text = entry.path("text").asText();

                // When
                TokenIds ids = tokenizer.encodeWithSpecialTokens(text).ids();

                // Then
                assertThat(ids).as(text).isEqualTo(ids(entry.path("ids")));
                assertThat(tokenizer.decode(ids)).isEqualTo(entry.path("back").asText());
            }
        }
    }

    @Test
    void rendersAndMasksTheReferenceChats() throws IOException {
        // Given
        Model model = Model.open();
        JsonNode reference = reference("chat.json");
        assertThat(reference.size()).isGreaterThanOrEqualTo(8);
        for (Tokenizer tokenizer : model.tokenizers()) {
            int endOfTurn = tokenizer.id(END_OF_TURN).orElseThrow();
            ChatFormat format =
                    ChatFormats.of(model.template(), tokenizer, "<|im_start|>", END_OF_TURN, Set.of(endOfTurn));
            for (JsonNode chat : reference) {
                List<ChatMessage> conversation = conversation(chat.path("messages"));

                // When
                TokenSequence example = format.example(conversation);

                // Then
                assertThat(format.render(conversation, false))
                        .isEqualTo(chat.path("text").asText());
                assertThat(example.ids()).isEqualTo(ids(chat.path("ids")));
                assertThat(mask(example)).isEqualTo(ids(chat.path("trained")));
                List<ChatMessage> question = conversation.subList(0, conversation.size() - 1);
                String prompt = chat.path("prompt").asText();
                assertThat(format.render(question, true)).isEqualTo(prompt);
                assertThat(format.prompt(question))
                        .isEqualTo(tokenizer.encodeWithSpecialTokens(prompt).ids());
            }
        }
    }

    @Test
    void givesTheIdsOfHuggingFacesLibraryOnRandomTexts() throws IOException {
        // Given
        Model model = Model.open();
        try (HuggingFaceTokenizer oracle = oracle(model.tokenizerJson())) {
            for (String text : AwkwardTexts.fixedAndRandom(new Random(5), 10_000)) {
                for (Tokenizer tokenizer : model.tokenizers()) {
                    // When
                    TokenIds ids = tokenizer.encodeWithSpecialTokens(text).ids();

                    // Then
                    assertThat(ids).as(text).isEqualTo(ids(oracle.encode(text, false, false)));
                }
            }
        }
    }

    @Test
    void keepsUpWithHuggingFacesLibraryAndPrintsBothSpeeds() throws IOException {
        // Given
        Model model = Model.open();
        Tokenizer ours = model.tokenizers().getFirst();
        List<String> lines = Files.readAllLines(Path.of(property("parlance.conversations")));
        try (HuggingFaceTokenizer oracle = oracle(model.tokenizerJson())) {
            for (int round = 0; round < 3; round++) {
                // When
                Instant begin = Instant.now();
                List<TokenIds> own =
                        lines.stream().map(line -> ours.encode(line).ids()).toList();
                Instant middle = Instant.now();
                List<TokenIds> theirs = lines.stream()
                        .map(line -> ids(oracle.encode(line, false, false)))
                        .toList();
                Instant end = Instant.now();

                // Then
                assertThat(own).isEqualTo(theirs);
                long tokens = own.stream().mapToLong(TokenIds::size).sum();
                System.out.printf(
                        "tokenizer round %d: %d tokens, ours %.0f tokens/s, Hugging Face's through DJL %.0f tokens/s%n",
                        round, tokens, perSecond(tokens, begin, middle), perSecond(tokens, middle, end));
            }
        }
    }

    private static double perSecond(long tokens, Instant from, Instant to) {
        return tokens * 1e9 / Duration.between(from, to).toNanos();
    }

    /** @param tokenizers the same one, read in the ways there are */
    private record Model(List<Tokenizer> tokenizers, JsonNode tokenizerJson, String template) {
        static Model open() throws IOException {
            Path path = Path.of(property("parlance.smollm2"));
            return Files.isDirectory(path) ? ofFolder(path) : ofGguf(path);
        }

        private static Model ofFolder(Path folder) throws IOException {
            JsonNode json = JSON.readTree(folder.resolve("tokenizer.json").toFile());
            Path jinja = folder.resolve("chat_template.jinja");
            String template = Files.exists(jinja)
                    ? Files.readString(jinja)
                    : JSON.readTree(folder.resolve("tokenizer_config.json").toFile())
                            .path("chat_template")
                            .asText();
            return new Model(List.of(Tokenizers.fromTokenizerJson(folder.resolve("tokenizer.json"))), json, template);
        }

        private static Model ofGguf(Path file) {
            GgufMetadata metadata = GgufFile.open(file).metadata();
            GgufVocabulary vocabulary = new GgufVocabulary(
                    metadata.text("tokenizer.ggml.model"),
                    metadata.text("tokenizer.ggml.pre"),
                    metadata.texts("tokenizer.ggml.tokens"),
                    metadata.texts("tokenizer.ggml.merges"),
                    metadata.integers("tokenizer.ggml.token_type"));
            ObjectNode json = Tokenizers.toTokenizerJson(vocabulary);
            Tokenizer direct = Tokenizers.fromGgufVocabulary(vocabulary);
            Tokenizer reread = Tokenizers.fromTokenizerJson(json);
            assertThat(reread.sha256()).isEqualTo(direct.sha256());
            return new Model(List.of(direct, reread), json, metadata.text("tokenizer.chat_template"));
        }
    }

    private static HuggingFaceTokenizer oracle(JsonNode json) throws IOException {
        return HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(json.toString().getBytes(StandardCharsets.UTF_8)),
                Map.of("addSpecialTokens", "false", "truncation", "false"));
    }

    private static JsonNode reference(String file) throws IOException {
        return JSON.readTree(
                Path.of(property("parlance.reference.smollm2"), file).toFile());
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), "this test needs -D" + name + "=<path>");
    }

    private static List<ChatMessage> conversation(JsonNode messages) {
        List<ChatMessage> conversation = new ArrayList<>();
        messages.forEach(m -> conversation.add(
                new ChatMessage(m.path("role").asText(), m.path("content").asText())));
        return conversation;
    }

    private static TokenIds ids(JsonNode array) {
        return TokenIds.of(StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray());
    }

    private static TokenIds ids(Encoding encoding) {
        return TokenIds.of(
                LongStream.of(encoding.getIds()).mapToInt(Math::toIntExact).toArray());
    }

    private static TokenIds mask(TokenSequence example) {
        int[] mask = new int[example.size()];
        example.trained().stream().forEach(token -> mask[token] = 1);
        return TokenIds.of(mask);
    }
}
