package io.parlance.preprocess.recipe.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlsTest {
    @Test
    void takesOutControlAndInvisibleFormatCharacters() {
        // Given
        String text =
                "a\u0000b\u0007c\u001Bd\u007Fe\u0090f\u200Bg\u2060h\uFEFFi\u00ADj\u202Ek\u2066l\u200Em\uFFFEn\uDB40\uDC41o";
        // When
        String kept = Controls.clean(text);
        // Then
        assertThat(kept).isEqualTo("abcdefghijklmno");
    }

    @Test
    void keepsTabsAndTurnsEveryLineBreakIntoALineFeed() {
        // Given
        String text = "a\tb\r\nc\rd\ne\u000Bf\fg\u0085h\u2028i\u2029j\r\r\nk";
        // When
        String kept = Controls.clean(text);
        // Then
        assertThat(kept).isEqualTo("a\tb\nc\nd\ne\nf\ng\nh\ni\nj\n\nk");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67 family",
                "\u2764\uFE0F\u200D\uD83D\uDD25",
                "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
                "\u0915\u094D\u200D\u0937",
                "price \u0600\u0661\u0662",
                "plain ASCII, with all punctuation: !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
                "\uE000 private use stays"
            })
    void keepsWhatCarriesMeaning(String text) {
        // When
        String kept = Controls.clean(text);
        // Then
        assertThat(kept).isEqualTo(text);
    }

    @Test
    void takesOutJoinersBetweenLettersThatDoNotJoin() {
        // When
        String kept = Controls.clean("pass\u200Dword\u200C! \u200D\uD83D\uDC67\u200D");
        // Then
        assertThat(kept).isEqualTo("password! \uD83D\uDC67");
    }
}
