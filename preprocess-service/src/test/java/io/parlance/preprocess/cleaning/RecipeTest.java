package io.parlance.preprocess.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecipeTest {
    private final Recipe recipe = Recipe.standard();

    @Test
    void appliesItsOperationsInOrder() {
        // Given
        String text = "<p>Cafe\u200B\u0301&nbsp;&#8203; <b>open</b></p>\r\n\r\n\r\n<p>a &lt; b</p>";
        // When
        String cleaned = recipe.clean(text);
        // Then
        assertThat(cleaned).isEqualTo("Café open\n\na < b");
    }

    @Test
    void isKnownByTheDigestOfItsOperations() {
        // When
        String names = recipe.names();
        // Then
        assertThat(names).isEqualTo("strip-html@1\ndrop-controls@1\ncompose-unicode-nfc@1\nnormalise-whitespace@1");
        assertThat(recipe.sha256()).matches("[0-9a-f]{64}");
        assertThat(new Recipe(List.of(new DropControls())).sha256()).isNotEqualTo(recipe.sha256());
    }

    @Test
    void makesCleanTextOfWhatever() {
        // Given
        Random random = new Random(11);
        for (int i = 0; i < 3_000; i++) {
            String text = anyText(random);
            // When
            String cleaned = recipe.clean(text);
            // Then
            assertThat(cleaned).isEqualTo(new String(cleaned.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            assertThat(Normalizer.isNormalized(cleaned, Normalizer.Form.NFC)).isTrue();
            assertThat(cleaned).doesNotContainPattern("[\\p{Cntrl}&&[^\\n\\t]]|\\n\\n\\n|[ \\t]\\n");
            assertThat(cleaned).isEqualTo(cleaned.strip());
        }
    }

    private static String anyText(Random random) {
        StringBuilder text = new StringBuilder();
        String[] pieces = {
            "<b>", "</p>", "&amp;", "&#x0;", "&#xD800;", "&#55296;", "&#1114112;", "\r\n", "  ", "\t", "<br>", "e\u0301"
        };
        for (int i = random.nextInt(40); i >= 0; i--) {
            int choice = random.nextInt(3);
            if (choice == 0) {
                text.append(pieces[random.nextInt(pieces.length)]);
            } else {
                int c = random.nextInt(choice == 1 ? 0x300 : Character.MAX_CODE_POINT + 1);
                text.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 'x' : c);
            }
        }
        return text.toString();
    }
}
