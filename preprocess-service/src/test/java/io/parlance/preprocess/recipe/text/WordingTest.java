package io.parlance.preprocess.recipe.text;

import static io.parlance.preprocess.recipe.AnyConversation.after;
import static io.parlance.preprocess.recipe.AnyConversation.recipe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            punctuation                                 | “Hm” – ‘so’… what???!!! | “Hm” – ‘so’… what???!!!
            punctuation: {quotes: ascii}                | “Hm” – ‘so’… «ça»       | "Hm" – 'so'… "ça"
            punctuation: {dashes: ascii}                | a – b — c − d-e         | a - b - c - d-e
            punctuation: {ellipsis: ascii}              | well…                   | well...
            punctuation: {most-repeats: 1}              | what??? ok... no!!      | what? ok. no!
            punctuation: {most-repeats: 3}              | so..... hm... ?!?!      | so... hm... ?!?!
            punctuation: {most-repeats: 1}              | --- a == b ## **c** --  | --- a == b ## **c** --
            unicode: {form: NFC}                        | ﬁve ２                  | ﬁve ２
            unicode: {form: NFKC}                       | ﬁve ２                  | five 2
            """)
    void rewritesAsItsParametersSay(String operation, String text, String expected) {
        // When
        String rewritten = after(operation, text);
        // Then
        assertThat(rewritten).isEqualTo(expected);
    }

    @Test
    void keepsStopWordsInTheTurnsUnlessToldOtherwise() {
        // Given
        String text = "Where is the order that I paid for?";
        // When
        String trained = after("stop-words", text);
        String analysed = recipe("stop-words").analysed(text);
        // Then
        assertThat(trained).isEqualTo(text);
        assertThat(analysed).isEqualTo("Where order I paid ?");
    }

    @Test
    void takesStopWordsOutOfTheTurnsWhenAsked() {
        // When
        String english = after("stop-words: {for: generation}", "Where is the order?");
        String german =
                after("stop-words: {for: generation, languages: [de], words: [bitte]}", "Wo ist die Rechnung, bitte");
        // Then
        assertThat(english).isEqualTo("Where order?");
        assertThat(german).isEqualTo("Rechnung,");
        assertThat(recipe("stop-words: {for: generation}").analysed("the order"))
                .isEqualTo("the order");
    }

    @Test
    void refusesALanguageWithoutAList() {
        assertThatThrownBy(() -> recipe("stop-words: {languages: []}"))
                .hasMessage("recipe, line 2: stop-words: languages and words name no word, expected at least one");
        assertThatThrownBy(() -> recipe("stop-words: {languages: [xx]}"))
                .hasMessage(
                        "recipe, line 2: stop-words: languages names 'xx', expected some of da, de, en, es, fi, fr, it, nl, no, pt, ru, sv");
    }
}
