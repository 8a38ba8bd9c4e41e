package io.parlance.preprocess.recipe.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripHtmlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a < b and c > d",
                "if (a<b && c>d) return;",
                "List<String> names = new ArrayList<>();",
                "#include <stdio.h>",
                "I <3 you",
                "mail <jo@example.org>",
                "x <b and y> z",
                "see ?a=1&copy=2&lt=3",
                "AT&T; R&D",
                "a <br",
                "<!-- never closed",
                "Explain <script> to me, please",
                "unicode ≤ & ≥",
                "Tom &amp; Jerry &#39;s &quot;show&quot;"
            })
    void leavesATextWithoutMarkupAsItIs(String text) {
        // When
        String stripped = StripHtml.clean(text);
        // Then
        assertThat(stripped).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Hello <b>World</b>!                                     | Hello World!
            <a href="https://example.org?a=1&b=2">a link</a> here   | a link here
            <A HREF='x' TARGET=_blank>link</A>                      | link
            one<script>alert("x < y")</script> two                  | one two
            one<style>p {color: red}</style> two                    | one two
            one<!-- a <b>comment</b> --> two                        | one two
            <!DOCTYPE html><html><body>text</body></html>           | text
            <i>if</i> a < b then List<String> and R&D               | if a < b then List<String> and R&D
            <input type=checkbox checked> tick                      | tick
            <b>Tom &amp; Jerry</b> &lt;i&gt; &nbsp;R&D              | Tom &amp; Jerry &lt;i&gt; &nbsp;R&D
            <img src="a.png" alt="x"/>seen                          | seen
            """)
    void takesMarkupOutAndKeepsTheText(String html, String text) {
        // When
        String stripped = StripHtml.clean(html);
        // Then
        assertThat(stripped.strip()).isEqualTo(text);
    }

    @Test
    void keepsLineBreaksAndMakesThemForBlocks() {
        // Given
        String html = "first\nsecond<br>third<p>fourth</p><ul><li>five</li><li>six</li></ul>seven";
        // When
        String stripped = StripHtml.clean(html);
        // Then
        assertThat(stripped.strip()).isEqualTo("first\nsecond\nthird\nfourth\nfive\nsix\nseven");
    }

    @Test
    void keepsTheCellsOfATableApart() {
        // Given
        String html = "<table><tr><th>size</th><th>price</th></tr><tr><td>L</td><td>4</td></tr></table>";
        // When
        String stripped = StripHtml.clean(html);
        // Then
        assertThat(stripped.strip()).isEqualTo("size\tprice\nL\t4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<b>",
                "<!--",
                "<a b=\"",
                "<a b='",
                "<div ",
                "&amp;",
                "&",
                "<",
                "<script>",
                "<!doctype ",
                "<p><b>",
                "<table>",
                "<a href=x>",
                "<li>",
                "</b>",
                "<a b=\"<a c='",
                "<svg><p>",
                "<select>",
                "<template>"
            })
    @Timeout(20)
    void isNotSlowedDownByAnyRepetition(String piece) {
        // Given
        String text = piece.repeat(256 * 1024 / piece.length());
        long start = System.nanoTime();
        // When
        String stripped = StripHtml.clean(text);
        // Then
        assertThat(stripped).isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void losesNoWordOfATextWithoutKnownElements() {
        // Given
        Random random = new Random(7);
        List<String> pieces = List.of(
                "<", ">", "</", "&", ";", "=", "\"", "'", " ", "\n", "List", "x", "foo>", "<T>", "#", "copy", "!", "--",
                "é");
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(20); j >= 0; j--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            boolean comment = text.indexOf("<!--") >= 0;
            // When
            String stripped = StripHtml.clean(text.toString());
            // Then
            if (!comment) {
                assertThat(stripped).isEqualTo(text.toString());
            }
        }
    }
}
