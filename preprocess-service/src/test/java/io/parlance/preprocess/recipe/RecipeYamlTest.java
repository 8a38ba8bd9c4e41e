package io.parlance.preprocess.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.preprocess.recipe.operation.RecipeRefused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeYamlTest {
    @Test
    void isKnownByWhatItDoesAndNotByHowItIsWritten() {
        // Given
        String plain = "operations:\n  - strip-html\n  - unicode: {form: NFC}\n  - near-duplicates: {threshold: 0.7}\n";
        String other =
                "# ours\noperations: [strip-html@2, unicode,\n  near-duplicates: {shingle: 3, threshold: 0.70}]\n";
        // When
        String sha256 = Recipe.read(plain).sha256();
        // Then
        assertThat(Recipe.read(other).sha256()).isEqualTo(sha256).matches("[0-9a-f]{64}");
        assertThat(Recipe.read(plain.replace("NFC", "NFKC")).sha256()).isNotEqualTo(sha256);
        assertThat(Recipe.read(plain.replace("0.7", "0.71")).sha256()).isNotEqualTo(sha256);
        assertThat(Recipe.read("operations: [unicode, strip-html, near-duplicates]")
                        .sha256())
                .isNotEqualTo(sha256);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                        | 1 | expected 'operations:' and a list
            operations: 7                                             | 1 | expected 'operations:' and a list
            steps: []                                                 | 1 | unknown field 'steps'
            operations: []\\nmore: 1                                   | 2 | second field 'more'
            operations:\\n- strip-html\\n- strip                        | 3 | unknown operation 'strip'; expected one of contamination@2, controls@1,
            operations:\\n- strip-html@9                               | 2 | unknown operation 'strip-html@9'
            operations:\\n- unicode: {form: NFX}                       | 2 | unicode: form is 'NFX', expected NFC or NFKC
            operations:\\n- unicode:\\n    norm: NFC                    | 3 | unicode: unknown parameter 'norm'; it takes form
            operations:\\n- whitespace: {a: 1}                         | 2 | whitespace: unknown parameter 'a'; it takes none
            operations:\\n- unicode: {form: NFC, form: NFC}            | 2 | unicode: parameter 'form' stands twice
            operations:\\n- unicode: {form: [NFC]}                     | 2 | unicode: form is a list, expected one value
            operations:\\n- unicode: {form: {a: b}}                    | 2 | unicode: form: expected a plain value
            operations:\\n- unicode: [NFC]                             | 2 | unicode: expected parameters as {name: value, ...}
            operations:\\n- {unicode: {}, controls: {}}                | 2 | expected one operation
            operations:\\n- near-duplicates: {threshold: 1.5}          | 2 | near-duplicates: threshold is '1.5', expected a number from 0 to 1
            operations:\\n- near-duplicates: {threshold: NaN}          | 2 | near-duplicates: threshold is 'NaN'
            operations:\\n- near-duplicates: {threshold: 0}            | 2 | near-duplicates: threshold is 0, expected more
            operations:\\n- near-duplicates: {shingle: 0}              | 2 | near-duplicates: shingle is '0', expected a whole number from 1 to 20
            operations:\\n- near-duplicates: {action: mark}            | 2 | near-duplicates: action is 'mark', expected drop or keep-together
            operations:\\n- exact-duplicates\\n- exact-duplicates       | 3 | exact-duplicates@1 stands twice
            operations:\\n- exact-duplicates\\n- whitespace             | 3 | whitespace stands after duplicates are looked for
            operations:\\n- "controls                                  | 2 | no YAML
            operations: &a [*a]                                       | 1 | no YAML: Number of aliases
            """)
    void refusesWhatItCannotMeanAndSaysWhere(String yaml, int line, String problem) {
        assertThatThrownBy(() -> Recipe.read(yaml.replace("\\n", "\n")))
                .isInstanceOf(RecipeRefused.class)
                .hasMessageStartingWith("recipe, line " + line + ": " + problem)
                .extracting(e -> ((RecipeRefused) e).line())
                .isEqualTo(line);
    }
}
