package io.parlance.preprocess.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NormaliseWhitespaceTest {
    private final NormaliseWhitespace operation = new NormaliseWhitespace();

    @Test
    void keepsIndentationAndTabsAndJoinsOtherSpaces() {
        // Given
        String text = "def f():\n    if  x:\u00A0\u2003y\n\treturn\t\t1";
        // When
        String normal = operation.apply(text);
        // Then
        assertThat(normal).isEqualTo("def f():\n    if x: y\n\treturn\t\t1");
    }

    @Test
    void leavesNothingAtLineEndsAndOneEmptyLineAtMost() {
        // Given
        String text = "\n \n a  \n\t\n\n \u3000\nb \n\n\n";
        // When
        String normal = operation.apply(text);
        // Then
        assertThat(normal).isEqualTo("a\n\nb");
    }

    @Test
    void makesNothingOfNothingButSpaces() {
        // When
        String normal = operation.apply(" \t\u00A0\n\u2003 ");
        // Then
        assertThat(normal).isEmpty();
    }
}
