package io.parlance.preprocess.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.contracts.Embedding;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenIds;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.dataset.leak.LeakCheck;
import io.parlance.preprocess.dataset.leak.LeakReport;
import io.parlance.preprocess.dataset.leak.Passage;
import io.parlance.preprocess.dataset.leak.PassageFile;
import io.parlance.preprocess.dataset.manifest.ManifestCounting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prints how fast manifests are counted and leaks found, and what is held meanwhile. */
@Tag("drill")
class DatasetPaceDrill {
    private final Random random = new Random(1);

    @Test
    void countsAManifest() throws IOException {
        // Given
        int examples = 200_000;
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            records.add(RecordJson.write(example(i)));
        }
        ManifestCounting counting = new ManifestCounting();
        long before = held();
        long begun = System.nanoTime();
        // When
        for (int i = 0; i < examples; i++) {
            ExamplePrepared read = RecordJson.read(records.get(i % records.size()), ExamplePrepared.class);
            counting.add(new ExamplePrepared(
                    "c-" + i,
                    read.dataset(),
                    read.split(),
                    read.messages(),
                    read.tokens(),
                    read.trained(),
                    read.embedding(),
                    read.baseModel(),
                    read.tokenizerSha256(),
                    read.templateSha256(),
                    read.recipeSha256()));
        }
        double seconds = seconds(begun);
        long heldBytes = held() - before;
        long finishing = System.nanoTime();
        ManifestCounting.Counted counted = counting.counted(0.8, 0.1, 0.1);
        // Then
        System.out.printf(
                "manifest: %d examples of %d bytes, %.0f/s read and counted, %.2f s to finish, %d MiB held%n",
                examples, records.getFirst().length, examples / seconds, seconds(finishing), heldBytes >> 20);
        assertThat(counted.manifest().examples()).isEqualTo(examples);
        assertThat(counted.manifest().repeated()).isZero();
    }

    @Test
    void findsLeaks() {
        // Given
        int texts = 50_000;
        LeakCheck check = new LeakCheck(List.of("a", "b"), 0.7, Long.MAX_VALUE);
        long before = held();
        long begun = System.nanoTime();
        for (int i = 0; i < texts; i++) {
            String text = text(60);
            check.add(0, Passage.ofText("a" + i, null, text));
            check.add(1, Passage.ofText("b" + i, null, i % 100 == 0 ? text + " more" : text(60)));
        }
        // When
        LeakReport report = check.report(100);
        // Then
        System.out.printf(
                "leak check: twice %d texts of 60 words in %.1f s, %d MiB held, %d near-duplicates%n",
                texts,
                seconds(begun),
                (held() - before) >> 20,
                report.crossings().getFirst().near());
        assertThat(report.crossings().getFirst().near()).isEqualTo(texts / 100);
    }

    /** Every pair of an outside implementation's exact answer, for data that is no part of the product: -Dparlance.coffee. */
    @Test
    void agreesWithTheReferenceOnTheCoffeeConversations() throws IOException {
        // Given
        String file = System.getProperty("parlance.coffee");
        assertThat(file)
                .as("-Dparlance.coffee, the file of the coffee conversations")
                .isNotNull();
        LeakCheck check = new LeakCheck(List.of("a", "b"), 0.7, Long.MAX_VALUE);
        for (int side = 0; side < 2; side++) {
            int number = side;
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                PassageFile.read(in, passage -> check.add(number, passage));
            }
        }
        // When
        LeakReport report = check.report(10_000);
        // Then
        Map<String, Double> found = new HashMap<>();
        for (LeakReport.Pair pair : report.pairs()) {
            if (!pair.one().id().equals(pair.other().id())) {
                found.put(pair.one().id() + " " + pair.other().id(), pair.similarity());
            }
        }
        JsonNode reference = reference();
        assertThat(found).hasSize(2 * reference.size());
        for (JsonNode pair : reference) {
            String one = pair.get(0).asText();
            String other = pair.get(1).asText();
            assertThat(found.get(one + " " + other)).isCloseTo(pair.get(2).asDouble(), within(5.1e-6));
            assertThat(found).containsKey(other + " " + one);
        }
    }

    private static JsonNode reference() throws IOException {
        try (InputStream in = DatasetPaceDrill.class.getResourceAsStream("/duplicates/near_duplicates.json")) {
            return RecordJson.read(in.readAllBytes(), JsonNode.class).get("pairs");
        }
    }

    private ExamplePrepared example(int number) {
        float[] embedding = new float[384];
        for (int i = 0; i < embedding.length; i++) {
            embedding[i] = (float) (random.nextGaussian() / Math.sqrt(embedding.length));
        }
        return new ExamplePrepared(
                "c",
                "live",
                number % 10 < 8 ? Split.TRAIN : number % 10 == 8 ? Split.VALIDATION : Split.TEST,
                List.of(new Turn("user", text(20)), new Turn("assistant", text(40))),
                new TokenIds(random.ints(80, 0, 49_152).toArray()),
                List.of(new TokenSpan(30, 80)),
                new Embedding(embedding),
                "tiny",
                Examples.SHA,
                Examples.SHA,
                Examples.SHA);
    }

    private String text(int words) {
        List<String> said = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            said.add("w" + (int) Math.abs(random.nextGaussian() * 800));
        }
        return String.join(" ", said);
    }

    private static double seconds(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1_000.0;
    }

    private static long held() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
