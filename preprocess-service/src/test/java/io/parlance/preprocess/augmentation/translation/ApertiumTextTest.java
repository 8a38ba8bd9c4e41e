package io.parlance.preprocess.augmentation.translation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApertiumTextTest {
    @Test
    void hidesWhatMustNotBeTranslated() {
        assertThat(ApertiumText.encode("Call 12 of [EMAIL] at A7\nnow"))
                .isEqualTo("Call 12 of [\\[EMAIL\\]] at [A7][\n]now.[]");
    }

    @Test
    void escapesApertiumsOwnCharacters() {
        assertThat(ApertiumText.encode("a^b$c/d\\e{ f }g<h>i@j[k]\0"))
                .isEqualTo("a\\^b\\$c\\/d\\\\e\\{ f \\}g\\<h\\>i\\@j\\[k\\].[]");
    }

    @Test
    void closesTheGapOfAWordThatWentAway() {
        assertThat(ApertiumText.decode("It can  I take[\n]one.[]")).isEqualTo("It can I take\none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "it ends.",
                "two\n\nparts\tand a tab",
                "[a] ^b$ / \\ {c} <d> @e",
                "see https://x.org/a?b=[c] and a.b@c.de, [PHONE]",
                "[",
                "😀 smiles"
            })
    void bringsBackWhatAnEngineLeftAlone(String text) {
        assertThat(ApertiumText.decode(ApertiumText.encode(text))).isEqualTo(text);
    }
}
