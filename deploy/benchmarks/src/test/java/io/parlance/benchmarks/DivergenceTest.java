package io.parlance.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DivergenceTest {
    @Test
    void isTheMeanOverPositionsOfTheReferencesSurpriseAtTheForm() {
        // Given: p = (1/2, 1/2) and q = (1/4, 3/4), logits with an offset that must not matter.
        float[] reference = {5, 5};
        float[] form = {(float) Math.log(1) - 3, (float) Math.log(3) - 3};
        Divergence divergence = new Divergence();
        // When
        divergence.compare(reference, form);
        divergence.compare(reference, reference);
        // Then
        double first = 0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75);
        assertThat(divergence.meanKlDivergence()).isCloseTo(first / 2, within(1e-6));
        assertThat(divergence.positions()).isEqualTo(2);
        assertThat(divergence.sameTopToken())
                .as("of equals the first is on top")
                .isEqualTo(0.5);
    }

    @Test
    void scoresOnlyTheSupervisedTokens() {
        // Given
        float[] logits = {(float) Math.log(1), (float) Math.log(3)};
        Divergence divergence = new Divergence();
        divergence.compare(logits, logits);
        // When
        divergence.score(logits, 1);
        divergence.score(logits, 0);
        // Then
        assertThat(divergence.score().supervisedTokens()).isEqualTo(2);
        assertThat(divergence.score().loss()).isCloseTo((Math.log(4) + Math.log(4.0 / 3)) / 2, within(1e-6));
        assertThat(divergence.score().tokenAccuracy()).isEqualTo(0.5);
    }
}
