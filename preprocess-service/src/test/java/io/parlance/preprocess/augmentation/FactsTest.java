package io.parlance.preprocess.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "order 4711 please         | please the order 4711        | ''",
                "order 4711 please         | please the order             | it loses 4711",
                "two coffees               | 2 coffees                    | it adds 2",
                "7 and 7                   | 7 and something              | it loses 7",
                "mail a.b@c.de now         | now mail                     | it loses a.b@c.de",
                "see https://x.org/a.      | look at https://x.org/a      | ''",
                "I am [EMAIL], call <PHONE> | I am [EMAIL], call them     | it loses <phone>",
                "I do not want it          | I want it                    | it no longer denies",
                "I don't want it           | I do not want it             | ''",
                "I can’t come              | I come                       | it no longer denies",
                "I want it                 | I want nothing               | it denies what was not denied",
            })
    void tellsWhatAnAnswerDependsOnAndAnEmbeddingMisses(String before, String after, String difference) {
        assertThat(Facts.in(before).difference(Facts.in(after))).isEqualTo(difference.equals("''") ? "" : difference);
    }
}
