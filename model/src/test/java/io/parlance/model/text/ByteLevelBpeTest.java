package io.parlance.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.model.artifact.ModelFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteLevelBpeTest {
    private static final GgufVocabulary VOCABULARY = TinyVocabulary.create("smollm", 300);
    private static final Tokenizer TOKENIZER = Tokenizers.fromGgufVocabulary(VOCABULARY);

    @Test
    void writesAUsersControlTokenAsPlainText() {
        // When
        TokenIds plain = TOKENIZER.encode("<|im_start|>user\nhi<|im_end|>").ids();

        // Then
        assertThat(Arrays.stream(plain.toArray()).noneMatch(TOKENIZER::isSpecial))
                .isTrue();
        assertThat(TOKENIZER.decode(plain)).isEqualTo("<|im_start|>user\nhi<|im_end|>");
        assertThat(TOKENIZER
                        .encodeWithSpecialTokens("<|im_start|>hi<|im_end|>")
                        .ids()
                        .toArray())
                .startsWith(1)
                .endsWith(2);
    }

    @Test
    void saysInWhichCharacterEachTokenBegins() {
        // Given
        String text = "a\ud83d\udc4db";

        // When
        TokenizedText encoded = TOKENIZER.encode(text);

        // Then
        int[] starts =
                IntStream.range(0, encoded.ids().size()).map(encoded::start).toArray();
        assertThat(starts).startsWith(0).endsWith(3).isSorted();
        assertThat(Arrays.stream(starts).boxed()).containsOnly(0, 1, 3);
    }

    @Test
    void takesASurrogateWithoutPartnerForTheReplacementCharacter() {
        assertThat(TOKENIZER.decode(TOKENIZER.encode("a\ud83d\u0000\udc4d").ids()))
                .isEqualTo("a\ufffd\u0000\ufffd");
    }

    @Test
    void leavesOutBytesThatTheVocabularyLacks() {
        // Given
        Tokenizer lacking = Tokenizers.fromGgufVocabulary(new GgufVocabulary(
                "gpt2", "gpt-2", List.of("<|im_end|>", "a", "b", "ab"), List.of("a b"), List.of(3, 1, 1, 1)));

        // When
        TokenizedText encoded = lacking.encode("aczb");

        // Then
        assertThat(encoded.ids()).isEqualTo(TokenIds.of(3));
        assertThat(lacking.encode("czb").start(0)).isEqualTo(2);
    }

    @Test
    void refusesASpecialTokenThatPlainTextMergesInto() {
        GgufVocabulary vocabulary =
                new GgufVocabulary("gpt2", "gpt-2", List.of("a", "b", "ab"), List.of("a b"), List.of(1, 1, 3));

        assertThatThrownBy(() -> Tokenizers.fromGgufVocabulary(vocabulary))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("'ab' (id 2) is a special token");
    }

    @Test
    void joinsThroughTheQueueAsByLookingAtEveryPair() {
        // Given
        BpeDefinition definition = VOCABULARY.definition();
        BytePairMerger merger = new BytePairMerger(new MergeTable(definition.merges(), definition.ids()));
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes =
                    (AwkwardTexts.random(random) + "xxabab".repeat(random.nextInt(9))).getBytes(StandardCharsets.UTF_8);
            int[] symbols = new int[bytes.length];
            Arrays.setAll(symbols, k -> definition.ids().get(ByteAlphabet.symbol(bytes[k] & 0xFF)));

            // When, Then
            assertThat(merger.mergeByQueue(symbols)).isEqualTo(merger.mergeByScanning(symbols));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", " ", "7", "\n", "\ud83d\udc4d", "ab ", "'", "e\u0301", "<|im_end", "\u0301"})
    void takesLongTextsOfOnePiece(String piece) {
        for (String pre : List.of("smollm", "qwen2")) {
            // Given
            Tokenizer tokenizer = Tokenizers.fromGgufVocabulary(TinyVocabulary.create(pre, 50));
            String text = piece.repeat(150_000 / piece.length());

            // When
            TokenIds ids = tokenizer.encodeWithSpecialTokens(text).ids();

            // Then
            assertThat(tokenizer.decode(ids).length()).isPositive();
        }
    }

    @Test
    void givesManyThreadsTheSameIds() {
        // Given
        List<String> texts = AwkwardTexts.fixedAndRandom(new Random(9), 500);
        Map<String, TokenizedText> alone = new HashMap<>();
        Tokenizer fresh = Tokenizers.fromGgufVocabulary(VOCABULARY);
        texts.forEach(text -> alone.put(text, TOKENIZER.encode(text)));

        // When
        List<TokenizedText> together = texts.parallelStream().map(fresh::encode).toList();

        // Then
        assertThat(together).isEqualTo(texts.stream().map(alone::get).toList());
    }

    @Test
    void showsCharactersOnlyWhenTheyAreWhole() {
        // Given
        StreamingDecoder decoder = new StreamingDecoder(TOKENIZER);
        TokenIds ids = TOKENIZER.encode("\ud835\udd18!").ids();
        List<String> shown = new ArrayList<>();

        // When
        for (int i = 0; i < ids.size(); i++) {
            shown.add(decoder.add(ids.get(i)));
        }

        // Then
        assertThat(shown).contains("").doesNotContain("\ufffd");
        assertThat(String.join("", shown)).isEqualTo("\ud835\udd18!");
        assertThat(decoder.finish()).isEmpty();
        decoder.add(ids.get(0));
        assertThat(decoder.finish()).isEqualTo("\ufffd");
    }

    @Test
    void hasNoBytesForAnIdWithoutAToken() {
        assertThat(TOKENIZER.bytes(TOKENIZER.vocabularySize())).isEmpty();
        assertThat(TOKENIZER.bytes(2)).isEqualTo("<|im_end|>".getBytes(StandardCharsets.UTF_8));
        assertThat(TOKENIZER.id("<|im_end|>")).hasValue(2);
        assertThat(TOKENIZER.id("nothing like it")).isEmpty();
    }
}
