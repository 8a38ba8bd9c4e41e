package io.parlance.preprocess.recipe.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WhitespaceTest {
    @Test
    void keepsIndentationAndTabsAndJoinsOtherSpaces() {
        // Given
        String text = "def f():\n    if  x:\u00A0\u2003y\n\treturn\t\t1";
        // When
        String normal = Whitespace.clean(text);
        // Then
        assertThat(normal).isEqualTo("def f():\n    if x: y\n\treturn\t\t1");
    }

    @Test
    void leavesNothingAtLineEndsAndOneEmptyLineAtMost() {
        // Given
        String text = "\n \n a  \n\t\n\n \u3000\nb \n\n\n";
        // When
        String normal = Whitespace.clean(text);
        // Then
        assertThat(normal).isEqualTo("a\n\nb");
    }

    @Test
    void makesNothingOfNothingButSpaces() {
        // When
        String normal = Whitespace.clean(" \t\u00A0\n\u2003 ");
        // Then
        assertThat(normal).isEmpty();
    }
}
