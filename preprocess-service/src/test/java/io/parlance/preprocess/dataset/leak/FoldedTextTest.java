package io.parlance.preprocess.dataset.leak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FoldedTextTest {
    @Test
    void leavesOutCaseWhiteSpaceAndPunctuation() {
        assertThat(FoldedText.of("  Hello,\tWORLD!\n(again) "))
                .isEqualTo(FoldedText.of("hello world again"))
                .isEqualTo("hello world again");
    }

    @Test
    void takesTwoWaysOfWritingACharacterForOne() {
        assertThat(FoldedText.of("caf\u00e9 \ufb01ne")).isEqualTo(FoldedText.of("CAFE\u0301 fine"));
    }

    @Test
    void keepsWordsOfOtherScriptsApart() {
        assertThat(FoldedText.of("नमस्ते दुनिया")).isEqualTo("नमस्ते दुनिया");
        assertThat(FoldedText.of("a b")).isNotEqualTo(FoldedText.of("ab"));
    }

    @Test
    void keepsATextThatIsNothingButSigns() {
        assertThat(FoldedText.of(" :-) ")).isEqualTo(":-)").isNotEqualTo(FoldedText.of(":-("));
    }
}
