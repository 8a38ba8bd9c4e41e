package io.parlance.preprocess.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.Embedding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShinglesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one two three four | one two three four | 1",
                "one two three four | One  TWO three\tfour | 1",
                "one two three four | one two three five | 0.3333333333333333",
                "one two three four | five six seven | 0",
                "one two | one two | 1",
                "one two | one two three | 0",
                "a b c a b c | a b c a b | 1",
            })
    void haveTheJaccardIndexOfTheirSets(String a, String b, double jaccard) {
        assertThat(Shingles.of(a, 3).jaccard(Shingles.of(b, 3))).isEqualTo(jaccard);
    }

    @Test
    void areSplitAtWhateverUnicodeCallsWhiteSpace() {
        assertThat(Shingles.of("a\u00A0b\u2003c\u0085d\u3000e", 3)).isEqualTo(Shingles.of("a b c d e", 3));
    }

    @Test
    void areTheSameAfterBytes() {
        // Given
        Shingles shingles = Shingles.of("the quick brown fox jumps", 2);
        // When
        Shingles read = Shingles.fromBytes(shingles.toBytes());
        // Then
        assertThat(read).isEqualTo(shingles);
        assertThat(shingles.toBytes()).hasSize(1 + 4 * 6);
    }

    @Test
    void halfPrecisionKeepsTheCosine() {
        // Given
        HalfVector a = HalfVector.of(new Embedding(0.6f, 0.8f, 0));
        HalfVector b = HalfVector.of(new Embedding(0.8f, 0.6f, 0));
        // When, then
        assertThat(HalfVector.fromBytes(a.toBytes())).isEqualTo(a);
        assertThat(a.cosine(b)).isBetween(0.959, 0.961);
        assertThat(a.cosine(HalfVector.of(new Embedding(0, 0, 0)))).isZero();
    }
}
