package io.parlance.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.model.text.PreTokenizer.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PieceScannerTest {
    private static final int UNICODE = Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE;

    /** Of each kind some, of one unit and of two, and what the expressions name. */
    private static final List<String> MORSELS = List.of(
            "a",
            "Z",
            "é",
            "猫",
            "\u01C5",
            "\u02B0",
            "\uD835\uDC00",
            "7",
            "42",
            "٣",
            "Ⅷ",
            "½",
            "\uD835\uDFD8",
            " ",
            "  ",
            "\n",
            "\r\n",
            "\t",
            "\u00A0",
            "\u3000",
            "\u0085",
            "\u200B",
            "\u001C",
            "!",
            "...",
            "'",
            "'s",
            "'S",
            "'ſ",
            "'re",
            "'VE",
            "'l",
            "'ll",
            "'LL",
            "'d",
            "'x",
            "\u0301",
            "\uD83D\uDE00",
            "\uFFFD",
            "$",
            "_",
            "<|x|>");

    @ParameterizedTest
    @EnumSource
    void cutsAnyTextAsTheRegularExpressionSays(Cut cut) {
        // Given
        Pattern pattern = Pattern.compile(cut.regex(), UNICODE);
        Random random = new Random(3);
        for (int i = 0; i < 60_000; i++) {
            StringBuilder made = new StringBuilder();
            for (int left = random.nextInt(10); left > 0; left--) {
                made.append(MORSELS.get(random.nextInt(MORSELS.size())));
            }
            String text = made.toString();
            int from = text.offsetByCodePoints(0, random.nextInt(2) * Math.min(1, text.length()));
            // When
            List<String> pieces = new ArrayList<>();
            new PreTokenizer(List.of(cut))
                    .split(text, from, text.length(), (start, end) -> pieces.add(text.substring(start, end)));
            // Then
            assertThat(pieces).as("<%s> from %d", text, from).isEqualTo(pieces(pattern, text, from));
        }
    }

    /** Matches, and what is between them. */
    private static List<String> pieces(Pattern pattern, String text, int from) {
        List<String> pieces = new ArrayList<>();
        Matcher matcher = pattern.matcher(text).region(from, text.length());
        int done = from;
        while (matcher.find()) {
            if (matcher.start() > done) {
                pieces.add(text.substring(done, matcher.start()));
            }
            pieces.add(matcher.group());
            done = matcher.end();
        }
        if (done < text.length()) {
            pieces.add(text.substring(done));
        }
        return pieces;
    }
}
