package io.parlance.preprocess.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.Embedding;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MiniLmTest {
    private static MiniLm miniLm;
    private static JsonNode reference;

    @BeforeAll
    static void open() throws IOException {
        miniLm = MiniLm.open();
        try (InputStream json = MiniLmTest.class.getResourceAsStream("/embeddings/minilm.json")) {
            reference = new ObjectMapper().readTree(json);
        }
    }

    @AfterAll
    static void close() {
        miniLm.close();
    }

    @Test
    void givesTheNumbersOfTheReferenceImplementation() {
        // Given
        List<float[]> embeddings = new ArrayList<>();
        // When
        for (JsonNode text : reference.get("texts")) {
            embeddings.add(miniLm.embed(text.asText()).toArray());
        }
        // Then
        assertThat(embeddings).hasSize(10);
        for (int i = 0; i < embeddings.size(); i++) {
            assertThat(embeddings.get(i)).hasSize(MiniLm.DIMENSIONS);
            for (int d = 0; d < 8; d++) {
                assertThat((double) embeddings.get(i)[d])
                        .isEqualTo(reference.get("first8").get(i).get(d).asDouble(), within(1e-5));
            }
            for (int j = 0; j < embeddings.size(); j++) {
                assertThat(dot(embeddings.get(i), embeddings.get(j)))
                        .isEqualTo(reference.get("cosine").get(i).get(j).asDouble(), within(2e-5));
            }
        }
    }

    @Test
    void cutsALongTextAfter256Tokens() {
        // Given
        String start = "word ".repeat(254);
        // When
        Embedding cut = miniLm.embed(start + "and something else entirely ".repeat(200));
        // Then: 254 words and the two marks fill the window
        assertThat(cut).isEqualTo(miniLm.embed(start));
    }

    @Test
    void givesTheSameToTheLastBitInWhateverCompany() {
        // Given: lengths from 3 to 256 tokens
        List<String> texts = IntStream.range(0, 40)
                .mapToObj(i -> "order " + i + " please ".repeat(i * i % 90))
                .toList();
        List<Embedding> alone = texts.stream().map(miniLm::embed).toList();
        // When
        List<Embedding> together = miniLm.embedAll(texts);
        List<Embedding> backwards = miniLm.embedAll(texts.reversed());
        // Then
        assertThat(together).isEqualTo(alone);
        assertThat(backwards.reversed()).isEqualTo(alone);
    }

    @Test
    void embedsAnEmptyTextToo() {
        // When
        Embedding embedding = miniLm.embed("");
        // Then
        assertThat(dot(embedding.toArray(), embedding.toArray())).isEqualTo(1, within(1e-5));
    }

    @Test
    void givesTheSameFromManyThreads() {
        // Given
        List<String> texts =
                IntStream.range(0, 40).mapToObj(i -> "text number " + i).toList();
        List<Embedding> alone = texts.stream().map(miniLm::embed).toList();
        // When
        List<Embedding> together = texts.parallelStream().map(miniLm::embed).toList();
        // Then
        assertThat(together).isEqualTo(alone);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (double) a[d] * b[d];
        }
        return sum;
    }
}
