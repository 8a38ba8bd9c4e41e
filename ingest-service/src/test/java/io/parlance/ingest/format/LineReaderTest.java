package io.parlance.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void endsLinesAtLineFeedsAndLeavesBlankOnesOut() throws IOException {
        assertThat(lines("a\r\n\nb", 10)).containsExactly("1:a", "3:b");
    }

    @Test
    void findsNoLineInAnEmptyStream() throws IOException {
        assertThat(lines("", 10)).isEmpty();
    }

    @Test
    void countsALongLineWholeAndFindsTheNextOne() throws IOException {
        // Given
        LineReader reader = new LineReader(stream("x".repeat(1_000_000) + "\nnext"), 100);
        // When
        Frame longLine = reader.next();
        Frame next = reader.next();
        // Then
        assertThat(longLine.isCut()).isTrue();
        assertThat(longLine.length()).isEqualTo(1_000_000);
        assertThat(longLine.bytes()).hasSize(100);
        assertThat(next.line()).isEqualTo(2);
        assertThat(new String(next.bytes(), StandardCharsets.UTF_8)).isEqualTo("next");
    }

    @Test
    void keepsALineOfExactlyTheLimit() throws IOException {
        assertThat(lines("12345\n123456\r\n", 6)).containsExactly("1:12345", "2:123456");
    }

    private static List<String> lines(String text, int maxBytes) throws IOException {
        LineReader reader = new LineReader(stream(text), maxBytes);
        List<String> lines = new ArrayList<>();
        for (Frame line = reader.next(); line != null; line = reader.next()) {
            lines.add(line.line() + ":" + new String(line.bytes(), StandardCharsets.UTF_8));
        }
        return lines;
    }

    /** Gives out few bytes at a time, as a network does. */
    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 7));
            }
        };
    }
}
