package io.parlance.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hugging Face's own tokenizers library, through DJL, says what is right. */
class ByteLevelBpeAgainstHuggingFaceTest {
    private static final int RANDOM_TEXTS = 3000;
    private static final Pattern SEVERAL_MARKS = Pattern.compile("\\p{M}{2}");

    @ParameterizedTest
    @ValueSource(strings = {"gpt-2", "smollm", "llama-bpe", "qwen2"})
    void givesTheIdsAndPlacesThatHuggingFaceGives(String pre) throws IOException {
        // Given
        GgufVocabulary vocabulary = TinyVocabulary.create(pre, 400);
        Tokenizer ours = Tokenizers.fromGgufVocabulary(vocabulary);
        ObjectNode json = Tokenizers.toTokenizerJson(vocabulary);
        Tokenizer reread = Tokenizers.fromTokenizerJson(json);
        try (HuggingFaceTokenizer oracle = oracle(json)) {
            for (String text : AwkwardTexts.fixedAndRandom(new Random(41), RANDOM_TEXTS)) {
                // When
                TokenizedText encoded = ours.encodeWithSpecialTokens(text);

                // Then
                Encoding expected = oracle.encode(text, false, false);
                int[] expectedIds = Arrays.stream(expected.getIds())
                        .mapToInt(Math::toIntExact)
                        .toArray();
                assertThat(encoded.ids()).as(text).isEqualTo(TokenIds.of(expectedIds));
                assertThat(reread.encodeWithSpecialTokens(text)).as(text).isEqualTo(encoded);
                if (!hasSeveralMarksOnOneLetter(text)) {
                    assertThat(starts(encoded)).as(text).isEqualTo(starts(expected, text));
                }
                assertThat(ours.decode(encoded.ids())).as(text).isEqualTo(oracle.decode(expected.getIds(), false));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-2", "smollm", "llama-bpe", "qwen2"})
    void decodesAnyIdsAsHuggingFaceDoes(String pre) throws IOException {
        // Given
        GgufVocabulary vocabulary = TinyVocabulary.create(pre, 200);
        Tokenizer ours = Tokenizers.fromGgufVocabulary(vocabulary);
        Random random = new Random(7);
        try (HuggingFaceTokenizer oracle = oracle(Tokenizers.toTokenizerJson(vocabulary))) {
            for (int i = 0; i < 1000; i++) {
                long[] ids = random.longs(random.nextInt(12), 0, ours.vocabularySize())
                        .toArray();

                // When
                String text = ours.decode(TokenIds.of(
                        Arrays.stream(ids).mapToInt(Math::toIntExact).toArray()));

                // Then
                assertThat(text).isEqualTo(oracle.decode(ids, false));
            }
        }
    }

    private static HuggingFaceTokenizer oracle(ObjectNode json) throws IOException {
        InputStream in = new ByteArrayInputStream(json.toString().getBytes(StandardCharsets.UTF_8));
        return HuggingFaceTokenizer.newInstance(in, Map.of("addSpecialTokens", "false"));
    }

    private static int[] starts(TokenizedText text) {
        int[] starts = new int[text.ids().size()];
        Arrays.setAll(starts, text::start);
        return starts;
    }

    /** When normalising reorders marks, which of them a token starts in is anybody's choice. */
    private static boolean hasSeveralMarksOnOneLetter(String text) {
        return SEVERAL_MARKS
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .find();
    }

    /** DJL counts code points. */
    private static int[] starts(Encoding encoding, String text) {
        return Arrays.stream(encoding.getCharTokenSpans())
                .mapToInt(span -> text.offsetByCodePoints(0, span.getStart()))
                .toArray();
    }
}
