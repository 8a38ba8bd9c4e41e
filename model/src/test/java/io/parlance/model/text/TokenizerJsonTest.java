package io.parlance.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.model.artifact.ModelFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void readsBothSpellingsOfMerges() {
        // Given
        ObjectNode lists = tiny("gpt-2");
        ObjectNode texts = lists.deepCopy();
        ArrayNode merges = texts.withObject("/model").putArray("merges").add("#version: 0.2");
        lists.at("/model/merges")
                .forEach(pair ->
                        merges.add(pair.get(0).asText() + " " + pair.get(1).asText()));

        // When
        Tokenizer fromTexts = Tokenizers.fromTokenizerJson(texts);

        // Then
        assertThat(fromTexts.sha256())
                .isEqualTo(Tokenizers.fromTokenizerJson(lists).sha256())
                .matches("[0-9a-f]{64}");
        assertThat(fromTexts.sha256())
                .isNotEqualTo(Tokenizers.fromTokenizerJson(tiny("smollm")).sha256());
    }

    @Test
    void recognisesAddedTokensOfEveryKindAsHuggingFaceDoes() throws IOException {
        // Given
        ObjectNode json = tiny("qwen2");
        int next = Tokenizers.fromTokenizerJson(json).vocabularySize();
        List<String> added = List.of("<tool>", "<left>", "<right>", "<norm>", "<spec>", "<specnorm>", "\u00e9\u0301x");
        addToken(json, next, added.get(0), false, false, false, false);
        addToken(json, next + 1, added.get(1), true, true, false, false);
        addToken(json, next + 2, added.get(2), true, false, true, false);
        addToken(json, next + 3, added.get(3), false, false, false, true);
        addToken(json, next + 4, added.get(4), true, false, false, false);
        addToken(json, next + 5, added.get(5), true, false, false, true);
        addToken(json, next + 6, added.get(6), false, false, false, true);
        Tokenizer ours = Tokenizers.fromTokenizerJson(json);
        Random random = new Random(3);
        try (HuggingFaceTokenizer oracle = oracle(json)) {
            for (int i = 0; i < 2000; i++) {
                StringBuilder text = new StringBuilder(AwkwardTexts.random(random));
                for (int k = random.nextInt(6); k > 0; k--) {
                    text.append(added.get(random.nextInt(added.size()))).append(random.nextBoolean() ? "  " : "a\n");
                }

                // When
                TokenIds ids = ours.encodeWithSpecialTokens(text.toString()).ids();

                // Then
                long[] expected = oracle.encode(text.toString(), false, false).getIds();
                assertThat(ids)
                        .as(text.toString())
                        .isEqualTo(TokenIds.of(Arrays.stream(expected)
                                .mapToInt(Math::toIntExact)
                                .toArray()));
            }
        }
        assertThat(ours.encode("<tool>").ids()).isEqualTo(TokenIds.of(next));
        assertThat(Arrays.stream(ours.encode("<spec><specnorm><left>").ids().toArray())
                        .noneMatch(ours::isSpecial))
                .isTrue();
    }

    @Test
    void takesAWholePieceBeforeAnyMergeWhenMergesAreIgnored() throws IOException {
        // Given: a token that no merge makes
        ObjectNode json = tiny("llama-bpe");
        int id = Tokenizers.fromTokenizerJson(json).vocabularySize();
        json.withObject("/model/vocab").put("\u0120zqzq", id);

        // When
        TokenIds ids = Tokenizers.fromTokenizerJson(json).encode("a zqzq").ids();

        // Then
        assertThat(ids.get(ids.size() - 1)).isEqualTo(id);
        json.withObject("/model").put("ignore_merges", false);
        assertThat(Tokenizers.fromTokenizerJson(json).encode(" zqzq").ids().size())
                .isGreaterThan(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            quoteCharacter = '`',
            value = {
                "/model^type^\"Unigram\"^model.type is 'Unigram'",
                "/model^dropout^0.1^model.dropout is 0.1",
                "/model^byte_fallback^true^model.byte_fallback is true",
                "/model^continuing_subword_prefix^\"##\"^model.continuing_subword_prefix is",
                "/model^end_of_word_suffix^\"</w>\"^model.end_of_word_suffix is",
                "/model^merges^[[\"q\",\"\u0120qqq\"]]^the merge 'q \u0120qqq' needs token",
                "/model^merges^[\"a b c\"]^model.merges[0] is 'a b c'",
                "/model^vocab^{}^model.vocab is missing or empty",
                "/model^vocab^{\"a\":-1}^model.vocab['a'] is -1",
                "^normalizer^{\"type\":\"Lowercase\"}^normalizer.type is 'Lowercase'",
                "^normalizer^{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFKC\"}]}^normalizer.type is 'NFKC'",
                "^pre_tokenizer^{\"type\":\"Metaspace\"}^pre_tokenizer.type is 'Metaspace'",
                "^pre_tokenizer^null^pre_tokenizer.type is 'none'",
                "^pre_tokenizer^{\"type\":\"ByteLevel\",\"add_prefix_space\":true}^add_prefix_space",
                "^pre_tokenizer^{\"type\":\"Split\",\"pattern\":{\"Regex\":\"x+\"},\"behavior\":\"Isolated\"}^has the pattern {\"Regex\":\"x+\"}",
                "^pre_tokenizer^{\"type\":\"Split\",\"pattern\":{\"Regex\":\"x+\"},\"behavior\":\"MergedWithNext\"}^behavior 'MergedWithNext'",
                "^pre_tokenizer^{\"type\":\"Digits\",\"individual_digits\":true}^has no ByteLevel part",
                "^post_processor^{\"type\":\"BertProcessing\"}^post_processor.type is 'BertProcessing'",
                "^decoder^{\"type\":\"WordPiece\"}^decoder.type is 'WordPiece'",
                "^added_tokens^[{\"id\":0,\"content\":\"x\",\"single_word\":true}]^'x' has",
                "^added_tokens^[{\"id\":900000,\"content\":\"x\",\"single_word\":true}]^'x' has",
                "^added_tokens^[{\"id\":3,\"content\":\"\u0100\",\"special\":true}]^is a special token and also",
            })
    void refusesByNameWhatItDoesNotKnow(String parent, String field, String value, String message) throws IOException {
        ObjectNode json = tiny("gpt-2");
        ObjectNode holder = parent == null ? json : json.withObject(parent);
        holder.set(field, JSON.readTree(value));

        assertThatThrownBy(() -> Tokenizers.fromTokenizerJson(json))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"llama, smollm, tokenizer.ggml.model is 'llama'", "gpt2, tekken, tokenizer.ggml.pre is 'tekken'"})
    void refusesAnUnknownGgufTokenizerByName(String model, String pre, String message) {
        GgufVocabulary vocabulary = new GgufVocabulary(model, pre, List.of("a"), List.of(), List.of(1));

        assertThatThrownBy(() -> Tokenizers.fromGgufVocabulary(vocabulary))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void saysWhichFileIsDamaged(@TempDir Path folder) throws IOException {
        Path cutShort = Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {");

        assertThatThrownBy(() -> Tokenizers.fromTokenizerJson(cutShort))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(cutShort.toString())
                .hasMessageContaining("not JSON");
        assertThatThrownBy(() -> Tokenizers.fromTokenizerJson(folder.resolve("absent.json")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("absent.json");
    }

    private static ObjectNode tiny(String pre) {
        return Tokenizers.toTokenizerJson(TinyVocabulary.create(pre, 200));
    }

    private static void addToken(
            ObjectNode json, int id, String content, boolean special, boolean left, boolean right, boolean normalized) {
        json.withArray("/added_tokens")
                .addObject()
                .put("id", id)
                .put("content", content)
                .put("single_word", false)
                .put("special", special)
                .put("lstrip", left)
                .put("rstrip", right)
                .put("normalized", normalized);
    }

    private static HuggingFaceTokenizer oracle(ObjectNode json) throws IOException {
        return HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(json.toString().getBytes(StandardCharsets.UTF_8)),
                Map.of("addSpecialTokens", "false"));
    }
}
