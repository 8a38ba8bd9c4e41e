package io.parlance.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayReaderTest {

    @Test
    void cutsAtCommasOutsideOfTextsAndBrackets() throws IOException {
        assertThat(elements(" [ {\"a\":\"],\\\\\\\"\"} ,\n[1,2], 3 ] ", 100))
                .containsExactly("1:{\"a\":\"],\\\\\\\"\"} ", "2:[1,2]", "2:3 ");
    }

    @Test
    void findsNothingInAnEmptyArray() throws IOException {
        assertThat(elements("[\n]", 100)).isEmpty();
    }

    @Test
    void keepsTheBeginningOfALongElementAndFindsTheNextOne() throws IOException {
        // Given
        ArrayReader reader = reader("[\"" + "x".repeat(200_000) + "\",{}]", 50);
        // When
        Frame longOne = reader.next();
        Frame next = reader.next();
        // Then
        assertThat(longOne.isCut()).isTrue();
        assertThat(longOne.length()).isEqualTo(200_002);
        assertThat(longOne.bytes()).hasSize(50);
        assertThat(new String(next.bytes(), StandardCharsets.UTF_8)).isEqualTo("{}");
        assertThat(reader.next()).isNull();
    }

    private static List<String> elements(String text, int maxBytes) throws IOException {
        ArrayReader reader = reader(text, maxBytes);
        List<String> elements = new ArrayList<>();
        for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
            elements.add(frame.line() + ":" + new String(frame.bytes(), StandardCharsets.UTF_8));
        }
        return elements;
    }

    /** Gives out few bytes at a time, as a network does. */
    private static ArrayReader reader(String text, int maxBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new ArrayReader(
                new ByteArrayInputStream(bytes) {
                    @Override
                    public synchronized int read(byte[] into, int offset, int length) {
                        return super.read(into, offset, Math.min(length, 7));
                    }
                },
                maxBytes);
    }
}
