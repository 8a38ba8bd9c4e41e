package io.parlance.preprocess.recipe.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.ml.model.MaxentModel;
import opennlp.tools.util.normalizer.AggregateCharSequenceNormalizer;
import opennlp.tools.util.normalizer.CharSequenceNormalizer;
import opennlp.tools.util.normalizer.EmojiCharSequenceNormalizer;
import opennlp.tools.util.normalizer.NumberCharSequenceNormalizer;
import opennlp.tools.util.normalizer.ShrinkCharSequenceNormalizer;
import opennlp.tools.util.normalizer.TwitterCharSequenceNormalizer;
import opennlp.tools.util.normalizer.UrlCharSequenceNormalizer;
import org.junit.jupiter.api.Test;

class DetectorTextTest {
    private static final CharSequenceNormalizer LIBRARY = new AggregateCharSequenceNormalizer(
            EmojiCharSequenceNormalizer.getInstance(),
            UrlCharSequenceNormalizer.getInstance(),
            TwitterCharSequenceNormalizer.getInstance(),
            NumberCharSequenceNormalizer.getInstance(),
            ShrinkCharSequenceNormalizer.getInstance());

    /** What the library's expressions look for, and what comes close. */
    private static final List<String> MORSELS = List.of(
            "a",
            "b",
            "H",
            "h",
            "j",
            "e",
            "o",
            "RT",
            "rt",
            "xd",
            "X-P",
            ":",
            ";",
            "-",
            ")",
            "d",
            "7",
            "12",
            " ",
            "  ",
            "\n",
            "\t",
            "\u00a0",
            "\u000b",
            "@",
            "#",
            "http://",
            "https://a.b",
            "//",
            "/",
            "a@b.cc",
            "_",
            "é",
            "ß",
            "İ",
            "\uD83D\uDE00",
            "\uD800",
            "\uDC00",
            "١",
            "猫",
            "！",
            "\uDBFF\uDFFF",
            "aaa",
            "AaA",
            "!!!",
            "ééé",
            "hahaha",
            "jeje",
            ".");

    @Test
    void makesOfAnyTextWhatTheLibraryMakes() {
        // Given
        Random random = new Random(4);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(9); left > 0; left--) {
                text.append(MORSELS.get(random.nextInt(MORSELS.size())));
            }
            // When
            String made = DetectorText.of(text.toString());
            // Then
            assertThat(made)
                    .as("<%s>", text)
                    .isEqualTo(LIBRARY.normalize(text).toString().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void addsUpTheWeightsAsTheLibraryDoes() throws IOException {
        // Given
        MaxentModel model;
        try (InputStream in = LanguageDetectorModel.class.getResourceAsStream(Languages.MODEL)) {
            model = new LanguageDetectorModel(in).getMaxentModel();
        }
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            for (int left = 1 + random.nextInt(40); left > 0; left--) {
                text.append((char) (random.nextInt(6) == 0 ? random.nextInt(0x600) : 'a' + random.nextInt(26)));
            }
            String normal = DetectorText.of(text.toString());
            // When
            Languages.Guess guess = Languages.loaded().guess(text.toString());
            // Then
            double[] shares = model.eval(ngrams(normal));
            double best = Arrays.stream(shares).max().orElseThrow();
            assertThat(guess.confidence()).isCloseTo(best, within(1e-12));
        }
    }

    private static String[] ngrams(String text) {
        Set<String> ngrams = new LinkedHashSet<>();
        for (int length = 1; length <= 3; length++) {
            for (int i = 0; i + length <= text.length(); i++) {
                ngrams.add(text.substring(i, i + length));
            }
        }
        return ngrams.toArray(String[]::new);
    }
}
