package io.parlance.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.Turn;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagesTest {

    @Test
    void asksByTheHeadingsOfAPageAndLeavesTheFrameOut() throws IOException {
        // When
        List<ReadRecord> records = Records.read("text/html", """
                <!doctype html><html><head><title>Coffee</title><style>p{}</style></head><body>
                <nav>Home</nav><p>All   about
                coffee.</p>
                <h1>Coffee</h1><h2>Brewing</h2><p>Hot <b>water</b>.</p><ul><li>one</li><li>two</li></ul>
                <h3>Espresso</h3><pre>a
                  b</pre><h2>Empty</h2><script>x()</script><footer>bye</footer></body></html>
                """);
        // Then
        assertThat(records)
                .extracting(r -> Records.accepted(r).messages())
                .containsExactly(
                        List.of(new Turn("user", "Coffee"), new Turn("assistant", "All about coffee.")),
                        List.of(new Turn("user", "Coffee: Brewing"), new Turn("assistant", "Hot water.\n\none\n\ntwo")),
                        List.of(new Turn("user", "Coffee: Brewing: Espresso"), new Turn("assistant", "a\n  b")));
        assertThat(records).extracting(ReadRecord::line).containsExactly(2L, 4L, 5L);
    }

    @Test
    void cutsLongTextBetweenParagraphs() throws IOException {
        // Given
        String paragraph = "word ".repeat(150).strip();
        String text = "How coffee grows\n\n" + String.join("\n\n", Collections.nCopies(5, paragraph));
        // When
        List<ReadRecord> records = Records.read("text/plain", text);
        // Then
        assertThat(records)
                .extracting(r -> Records.accepted(r).messages().getFirst().content())
                .containsExactly("How coffee grows (part 1)", "How coffee grows (part 2)", "How coffee grows (part 3)");
        assertThat(Records.accepted(records.getFirst()).messages().getLast().content())
                .isEqualTo(paragraph + "\n\n" + paragraph);
    }

    @Test
    void readsMarkdownHeadings() throws IOException {
        List<ReadRecord> records = Records.read(
                "text/markdown", "# Coffee\nIntro.\n\n## Beans ##\nRoast.\n```\n# no heading\n```\n# Tea\nLeaf.");
        assertThat(records)
                .extracting(r -> Records.accepted(r).messages().getFirst().content())
                .containsExactly("Coffee", "Coffee: Beans", "Tea");
        assertThat(records).extracting(ReadRecord::line).containsExactly(1L, 4L, 9L);
    }

    @Test
    void refusesTextThatNothingAsksFor() throws IOException {
        List<ReadRecord> records = Records.read("text/plain", "It begins at once. And goes on.\nAnd on.");
        assertThat(Records.refused(records.getFirst()).violations().getFirst().rule())
                .startsWith("has neither a title nor headings");
        assertThat(Records.read("text/plain", "Only a title")).hasSize(1);
        assertThat(Records.read("text/html", "<p>x")).hasSize(1);
        assertThat(Records.read("text/html", " \n")).isEmpty();
    }

    @Test
    void takesTheFilesNameForAMissingTitle() throws IOException {
        List<ReadRecord> records = Records.all(RecordReader.open(
                Records.stream("It begins at once. And goes on.\nAnd on."),
                Reading.ofFile("brewing notes.txt", null, 1 << 20)));
        assertThat(Records.accepted(records.getFirst()).messages().getFirst().content())
                .isEqualTo("brewing notes");
    }

    @Test
    void cutsAWallOfText() {
        List<String> parts = Sections.parts("x".repeat(1_999) + "\ud83d\ude00" + "y".repeat(3_000) + " end");
        assertThat(parts).allSatisfy(part -> {
            assertThat(part.length()).isBetween(1, Sections.PART_CHARACTERS);
            assertThat(part.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF))
                    .isTrue();
        });
        assertThat(String.join("", parts)).hasSize(1_999 + 2 + 3_000 + 4);
    }
}
