package io.parlance.preprocess.augmentation.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.preprocess.augmentation.Method;
import io.parlance.preprocess.augmentation.Rewording;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordNoiseTest {
    private static final String TEXT = "I would like a large coffee with two sugars\nand no milk at 7 please";

    @Test
    void leavesOutTheShareOfWordsAskedFor() {
        // When
        String text = only(new WordDeletion(0.2), TEXT, 1);
        // Then: 15 words, a fifth of them
        assertThat(text.split("\\s+")).hasSize(12);
        assertThat(TEXT.split("\\s+")).containsSubsequence(text.split("\\s+"));
        assertThat(text).contains("\n").contains("no").contains("7");
    }

    @Test
    void letsWordsChangePlaces() {
        // When
        String text = only(new WordSwap(0.1), TEXT, 1);
        // Then
        assertThat(text).isNotEqualTo(TEXT);
        assertThat(text.split("\\s+")).containsExactlyInAnyOrder(TEXT.split("\\s+"));
    }

    @Test
    void neverTouchesNumbersAddressesPlaceholdersAndDenials() {
        // Given
        String text = "never 12 a@b.de https://x.org/y [NAME] don't not ";
        // Then
        for (long seed = 0; seed < 20; seed++) {
            assertThat(only(new WordDeletion(0.5), text, seed)).isEqualTo(text);
            assertThat(only(new WordSwap(0.5), text, seed)).isEqualTo(text);
        }
    }

    @Test
    void replacesWordsWhoseMeaningIsClear() {
        // When
        String text = only(new Synonyms(0.5), "I want a large coffee, (large) with foam, Large please", 1);
        // Then
        assertThat(text).isEqualTo("I want a big coffee, (big) with froth, Large please");
    }

    @Test
    void leavesWordsOfManyMeaningsAlone() {
        // Given: "right", "order" and "get" mean too much
        String text = "is the order right and can I get it";
        // Then
        assertThat(only(new Synonyms(0.5), text, 1)).isEqualTo(text);
    }

    @Test
    void leavesShortTextsAlone() {
        assertThat(only(new WordDeletion(0.5), " thank you  very", 1)).isEqualTo(" thank you  very");
    }

    @Test
    void drawsTheSameLotsForTheSameSeed() {
        // Given
        WordDeletion deletion = new WordDeletion(0.3);
        // Then
        assertThat(only(deletion, TEXT, 9)).isEqualTo(only(deletion, TEXT, 9));
        assertThat(Arrays.asList(1L, 2L, 3L, 4L).stream()
                        .map(seed -> only(deletion, TEXT, seed))
                        .distinct()
                        .count())
                .isGreaterThan(1);
    }

    @Test
    void refusesAShareThatLeavesNothing() {
        assertThatThrownBy(() -> new WordDeletion(0.6))
                .hasMessage("word-deletion: share is 0.6, expected more than 0 and at most 0.5");
        assertThatThrownBy(() -> new WordSwap(0)).hasMessageContaining("word-swap: share is 0.0");
    }

    private static String only(Method method, String text, long seed) {
        return ((Rewording.Reworded) method.reword(List.of(text), seed).getFirst()).text();
    }
}
