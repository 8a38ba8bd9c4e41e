package io.parlance.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {
    @Test
    void risesToThePeakAndFallsAsHalfACosine() {
        // When
        LearningRate rate = new LearningRate(1e-3, 0.05, LearningRate.Decay.COSINE);

        // Then
        assertThat(rate.at(0, 100)).isCloseTo(2e-4, within(1e-12));
        assertThat(rate.at(4, 100)).isCloseTo(1e-3, within(1e-12));
        assertThat(rate.at(5, 100)).isCloseTo(1e-3, within(1e-12));
        assertThat(rate.at(52, 100)).isCloseTo(5.08e-4, within(1e-6));
        assertThat(rate.at(99, 100)).isCloseTo(0, within(1e-6)).isPositive();
    }

    @Test
    void isPositiveInARunOfOneStep() {
        for (LearningRate.Decay decay : LearningRate.Decay.values()) {
            assertThat(new LearningRate(1e-3, 0.05, decay).at(0, 1)).isEqualTo(1e-3);
            assertThat(new LearningRate(1e-3, 0, decay).at(0, 1)).isEqualTo(1e-3);
        }
    }

    @Test
    void refusesARateThatIsNoNumberAboveZero() {
        for (double peak : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new LearningRate(peak, 0, LearningRate.Decay.CONSTANT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("learning rate");
        }
    }
}
