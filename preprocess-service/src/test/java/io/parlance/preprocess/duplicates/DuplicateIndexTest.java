package io.parlance.preprocess.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.Embedding;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.recipe.DuplicateRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DuplicateIndexTest {
    private static final DuplicateRules NEAR = new DuplicateRules(
            true, Optional.of(new DuplicateRules.Near(0.8, 3, false, DuplicateRules.Action.DROP)), Optional.empty());
    private static final DuplicateRules SEMANTIC = new DuplicateRules(
            false, Optional.empty(), Optional.of(new DuplicateRules.Semantic(0.95, DuplicateRules.Action.DROP)));

    private final Map<String, DuplicateIndex.Facts> facts = new HashMap<>();
    private final Random random = new Random(7);

    @Test
    void overlooksHardlyAnyPairAtTheThreshold() {
        // Given: texts of 90 words of which 6 are changed: 88 shingles, 18 of them other ones, so Jaccard 70/106
        DuplicateRules rules = new DuplicateRules(
                false,
                Optional.of(new DuplicateRules.Near(0.6, 3, false, DuplicateRules.Action.DROP)),
                Optional.empty());
        DuplicateIndex index = new DuplicateIndex(rules);
        int pairs = 2_000;
        List<DuplicateIndex.Facts> twins = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            String[] words = words(90);
            add(index, i, "c" + i, String.join(" ", words));
            for (int w = 4; w < 90; w += 15) {
                words[w] = "changed" + i + "x" + w;
            }
            twins.add(text(String.join(" ", words)));
        }
        // When
        long found = IntStream.range(0, pairs)
                .filter(i -> index.of(twins.get(i), facts::get).stream()
                        .anyMatch(r -> r.conversationId().equals("c" + i)))
                .count();
        // Then
        assertThat(twins.getFirst().shingles().jaccard(facts.get("c0").shingles()))
                .isBetween(0.65, 0.67);
        assertThat(found).isGreaterThanOrEqualTo((long) (pairs * (1 - 2 * Bands.OVERLOOKED)));
    }

    @Test
    void findsThePairsThatComparingAllWithAllFinds() {
        // Given: variations of a hundred texts, one to eight words changed
        DuplicateIndex index = new DuplicateIndex(new DuplicateRules(false, NEAR.near(), Optional.empty()));
        List<String> texts = new ArrayList<>();
        String[][] originals = new String[100][];
        for (int i = 0; i < 600; i++) {
            String[] words = i < 100 ? words(50) : originals[i % 100].clone();
            if (i < 100) {
                originals[i] = words;
            }
            for (int change = 0; i >= 100 && change < 1 + i % 8; change++) {
                words[random.nextInt(50)] = "other" + random.nextInt(50);
            }
            texts.add(String.join(" ", words));
        }
        Map<String, Double> found = new HashMap<>();
        Map<String, Double> expected = new HashMap<>();
        // When
        for (int i = 0; i < texts.size(); i++) {
            for (Resemblance twin : index.of(text(texts.get(i)), facts::get)) {
                found.put(twin.conversationId() + " " + i, twin.similarity());
            }
            for (int j = 0; j < i; j++) {
                double jaccard = plainJaccard(texts.get(i), texts.get(j));
                if (jaccard >= 0.8) {
                    expected.put(j + " " + i, jaccard);
                }
            }
            add(index, i, Integer.toString(i), texts.get(i));
        }
        // Then
        assertThat(expected).hasSizeGreaterThan(50);
        assertThat(found).isEqualTo(expected);
    }

    private static double plainJaccard(String a, String b) {
        Set<String> ofA = plainShingles(a);
        Set<String> both = new HashSet<>(plainShingles(b));
        Set<String> either = new HashSet<>(both);
        both.retainAll(ofA);
        either.addAll(ofA);
        return (double) both.size() / either.size();
    }

    private static Set<String> plainShingles(String text) {
        String[] words = text.split(" ");
        return IntStream.range(0, words.length - 2)
                .mapToObj(i -> words[i] + " " + words[i + 1] + " " + words[i + 2])
                .collect(Collectors.toSet());
    }

    @Test
    void namesTheSameTextBeforeNearlyTheSame() {
        // Given
        DuplicateIndex index = new DuplicateIndex(NEAR);
        String text = String.join(" ", words(60));
        add(index, 0, "near", text + " more");
        add(index, 1, "same", text);
        // When
        List<Resemblance> found = index.of(text(text), facts::get);
        // Then
        assertThat(found).containsExactly(new Resemblance("same", Resemblance.Kind.EXACT, 1));
    }

    @Test
    void findsOppositeTextsNeverAlike() {
        // Given
        DuplicateIndex index = new DuplicateIndex(NEAR);
        IntStream.range(0, 500).forEach(i -> add(index, i, "c" + i, String.join(" ", words(40))));
        // When
        List<Resemblance> found = index.of(text(String.join(" ", words(40))), facts::get);
        // Then
        assertThat(found).isEmpty();
    }

    @Test
    void givesTheSameAfterRestoringInAnyOrder() {
        // Given: texts with much in common, so that buckets are long
        DuplicateIndex index = new DuplicateIndex(NEAR);
        List<Integer> ordinals = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            add(index, i, "c" + i, "your order number " + i % 1_000 + " will be with you some time soon " + i);
            ordinals.add(i);
        }
        Collections.shuffle(ordinals, random);
        DuplicateIndex restored = new DuplicateIndex(NEAR);
        // When
        ordinals.forEach(i -> restored.restore(i, "c" + i, facts.get("c" + i)));
        restored.restored();
        // Then
        for (int i = 0; i < 1_000; i += 7) {
            DuplicateIndex.Facts asked = text("your order number " + i + " will be with you some time soon and well");
            assertThat(restored.of(asked, facts::get)).isEqualTo(index.of(asked, facts::get));
        }
    }

    @Test
    void findsNothingOfWhatWasTakenOut() {
        // Given
        DuplicateIndex index = new DuplicateIndex(NEAR);
        String text = String.join(" ", words(60));
        add(index, 0, "first", text);
        add(index, 1, "second", text + " more");
        // When
        index.remove(0, facts.get("first").text());
        // Then
        assertThat(index.of(text(text), facts::get))
                .extracting(Resemblance::conversationId)
                .containsExactly("second");
    }

    @Test
    void findsWhatMeansNearlyTheSame() {
        // Given
        DuplicateIndex index = new DuplicateIndex(SEMANTIC);
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            vectors.add(vector());
            addVector(index, i, vectors.get(i));
        }
        // When: a little noise, cosine about 0.965
        long found = IntStream.range(0, 1_000)
                .filter(i -> index.of(semantic(noisy(vectors.get(i), 0.27f)), facts::get).stream()
                        .anyMatch(r -> r.conversationId().equals("v" + i) && r.similarity() >= 0.95))
                .count();
        // Then
        assertThat(found).isGreaterThanOrEqualTo(990);
        assertThat(index.of(semantic(vector()), facts::get)).isEmpty();
    }

    @Test
    void costsFewBytesForEachConversation() {
        // Given
        DuplicateIndex index = new DuplicateIndex(NEAR);
        int conversations = 20_000;
        // When
        IntStream.range(0, conversations).forEach(i -> add(index, i, "conv-" + i, String.join(" ", words(20))));
        // Then
        assertThat(index.bytes() / conversations).isBetween(100L, 400L);
    }

    private void add(DuplicateIndex index, int ordinal, String id, String text) {
        facts.put(id, text(text));
        index.add(ordinal, id, facts.get(id));
    }

    private void addVector(DuplicateIndex index, int ordinal, float[] vector) {
        facts.put("v" + ordinal, semantic(vector));
        index.add(ordinal, "v" + ordinal, facts.get("v" + ordinal));
    }

    private static DuplicateIndex.Facts text(String text) {
        return new DuplicateIndex.Facts(Sha256.of(text), Shingles.of(text, 3), null);
    }

    private static DuplicateIndex.Facts semantic(float[] vector) {
        return new DuplicateIndex.Facts(
                Sha256.of(java.util.Arrays.toString(vector)), null, HalfVector.of(new Embedding(vector)));
    }

    private float[] vector() {
        float[] vector = new float[384];
        for (int d = 0; d < vector.length; d++) {
            vector[d] = (float) (random.nextGaussian() / Math.sqrt(384));
        }
        return vector;
    }

    private float[] noisy(float[] vector, float noise) {
        float[] noisy = vector();
        for (int d = 0; d < noisy.length; d++) {
            noisy[d] = vector[d] + noise * noisy[d];
        }
        return noisy;
    }

    private String[] words(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "w" + random.nextInt(2_000))
                .collect(Collectors.toList())
                .toArray(String[]::new);
    }
}
