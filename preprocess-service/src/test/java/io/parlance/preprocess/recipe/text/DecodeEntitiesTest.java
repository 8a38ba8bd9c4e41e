package io.parlance.preprocess.recipe.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeEntitiesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Tom &amp; Jerry &#39;s &quot;show&quot;  | Tom & Jerry 's "show"
            &lt;script&gt;                           | <script>
            &amp;lt;                                 | &lt;
            caf&eacute; &#x1F600; &#128512;          | café 😀 😀
            a&semi;b &hearts;                        | a;b ♥
            &&amp;& &amp                             | &&& &amp
            """)
    void decodesEveryReferenceOnce(String text, String decoded) {
        // When
        String clean = DecodeEntities.clean(text);
        // Then
        assertThat(clean).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "see ?a=1&copy=2&lt=3",
                "AT&T; R&D",
                "a & b; c",
                "no characters: &#0; &#xD800; &#1114112; &#; &#x; &#99999999;",
                "<b>no business of ours</b>"
            })
    void leavesWhatOnlyLooksLikeOne(String text) {
        // When
        String clean = DecodeEntities.clean(text);
        // Then
        assertThat(clean).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&", "&amp;", "&amp", "&#", "&#1", "&;"})
    @Timeout(20)
    void isNotSlowedDownByAnyRepetition(String piece) {
        // Given
        String text = piece.repeat(256 * 1024 / piece.length());
        long start = System.nanoTime();
        // When
        String clean = DecodeEntities.clean(text);
        // Then
        assertThat(clean).isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
}
