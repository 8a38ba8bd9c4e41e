package io.parlance.preprocess.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.contracts.Split;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitsTest {
    @Test
    void dividesByTheSharesWithinChance() {
        // Given
        Splits splits = new Splits(1, 0.8, 0.1, 0.1);
        Map<Split, Integer> counts = new EnumMap<>(Split.class);
        // When
        IntStream.range(0, 20_000).forEach(i -> counts.merge(splits.of("conv-" + i), 1, Integer::sum));
        // Then: four standard deviations
        assertThat(counts.get(Split.TRAIN)).isBetween(16_000 - 227, 16_000 + 227);
        assertThat(counts.get(Split.VALIDATION)).isBetween(2_000 - 170, 2_000 + 170);
        assertThat(counts.get(Split.TEST)).isBetween(2_000 - 170, 2_000 + 170);
    }

    @Test
    void neverMovesAConversation() {
        // Given: what this build has always answered; a change here moves people's data between splits
        Splits splits = new Splits(20261101, 0.8, 0.1, 0.1);
        // When
        String answers = IntStream.range(0, 40)
                .mapToObj(i -> splits.of("conv-" + i).name().substring(0, 2))
                .reduce("", String::concat);
        // Then
        assertThat(answers)
                .isEqualTo("TRTRTRTRTRTRTRTRTRTETRTRTRTRTRVATRVATETRTRTRTRTRTRTETRTRTRTRTRTETRTRTRVATRTRTRTR");
    }

    @Test
    void dividesOtherwiseUnderAnotherSeed() {
        // Given
        Splits one = new Splits(1, 0.5, 0.25, 0.25);
        Splits other = new Splits(2, 0.5, 0.25, 0.25);
        // When
        long moved = IntStream.range(0, 1_000)
                .filter(i -> one.of("c" + i) != other.of("c" + i))
                .count();
        // Then
        assertThat(moved).isBetween(500L, 750L);
    }

    @Test
    void refusesSharesThatDoNotAddUp() {
        assertThatThrownBy(() -> new Splits(1, 0.8, 0.1, 0.2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("parlance.preprocess.split: train 0.8, validation 0.1, test 0.2")
                .hasMessageContaining("add up to 1");
        assertThatThrownBy(() -> new Splits(1, 1.1, -0.1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Splits(1, Double.NaN, 0.1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
