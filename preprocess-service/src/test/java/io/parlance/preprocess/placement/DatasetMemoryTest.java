package io.parlance.preprocess.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.DropReason;
import io.parlance.contracts.Embedding;
import io.parlance.contracts.Parent;
import io.parlance.contracts.Split;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.duplicates.Fingerprint;
import io.parlance.preprocess.duplicates.HalfVector;
import io.parlance.preprocess.duplicates.Shingles;
import io.parlance.preprocess.recipe.DuplicateRules;
import io.parlance.preprocess.split.Splits;
import io.parlance.preprocess.split.Strata;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetMemoryTest {
    private static final Splits SHARES = new Splits(1, 0.8, 0.1, 0.1);
    private static final DuplicateRules DROP = rules(DuplicateRules.Action.DROP);
    private static final DuplicateRules KEEP = rules(DuplicateRules.Action.KEEP_TOGETHER);

    /** A dataset with its store. */
    private static final class Dataset {
        private final DatasetMemory.Settings settings;
        private final Map<String, Remembered> stored = new LinkedHashMap<>();
        private Optional<Strata> strata = Optional.empty();
        private DatasetMemory memory;

        Dataset(DatasetMemory.Settings settings) {
            this.settings = settings;
            this.memory = new DatasetMemory(settings);
        }

        Placement place(Newcomer newcomer) {
            Placement placement = memory.place(newcomer, id -> Optional.ofNullable(stored.get(id)));
            if (placement instanceof Placement.Placed placed) {
                stored.put(newcomer.id(), placed.remembered());
                memory.remember(newcomer.id(), placed.remembered());
                if (memory.needsStrata()) {
                    strata = Optional.of(memory.fixStrata(stored.values(), "live"));
                }
            }
            return placement;
        }

        void startAgain() {
            DatasetMemory again = new DatasetMemory(settings);
            List<Map.Entry<String, Remembered>> entries = new ArrayList<>(stored.entrySet());
            Collections.shuffle(entries, new Random(3));
            Optional<Strata> kept = strata.map(s -> Strata.fromBytes(s.toBytes()));
            entries.forEach(e ->
                    again.restore(e.getKey(), Remembered.fromBytes(e.getValue().toBytes()), kept));
            again.restored();
            memory = again;
        }

        void forget(String id) {
            memory.forget(stored.remove(id));
        }

        Split split(String id) {
            return stored.get(id).split();
        }
    }

    @Test
    void dividesASmallDatasetByTheHashOfTheId() {
        // Given
        Dataset dataset = dataset(DROP, 10_000);
        // When
        IntStream.range(0, 300).forEach(i -> dataset.place(labelled("c" + i, null, "text number " + i)));
        // Then
        dataset.stored.forEach((id, remembered) -> {
            assertThat(remembered.split()).isEqualTo(SHARES.of(id));
            assertThat(remembered.stratum()).isNull();
        });
    }

    @Test
    void keepsEveryLabelWithinAPointOfItsShares() {
        // Given
        Dataset dataset = dataset(DROP, 2_000);
        Random random = new Random(5);
        String[] labels = {"common", "common", "common", "common", "refund", "refund", "rare"};
        // When
        IntStream.range(0, 8_000)
                .forEach(i ->
                        dataset.place(labelled("c" + i, labels[random.nextInt(labels.length)], "unique text " + i)));
        // Then
        assertWithinAPoint(dataset, r -> r.label());
        assertThat(dataset.stored.values().stream().filter(r -> r.stratum() != null))
                .hasSize(6_000)
                .allMatch(r -> r.stratum().equals(r.label()));
    }

    @Test
    void keepsEveryClusterWithinAPointOfItsShares() {
        // Given: four heaps of embeddings
        Dataset dataset = dataset(DROP, 2_000, 4);
        Random random = new Random(6);
        // When
        for (int i = 0; i < 6_000; i++) {
            float[] vector = new float[16];
            for (int d = 0; d < 16; d++) {
                vector[d] = (float) random.nextGaussian() * 0.05f;
            }
            vector[random.nextInt(10) < 6 ? 0 : 1 + random.nextInt(3)] += 1;
            dataset.place(newcomer("c" + i, null, null, "unique text " + i, vector));
        }
        // Then
        Map<String, Long> sizes = dataset.stored.values().stream()
                .filter(r -> r.stratum() != null)
                .collect(Collectors.groupingBy(Remembered::stratum, Collectors.counting()));
        assertThat(sizes).hasSize(4);
        assertThat(Collections.max(sizes.values())).isBetween(2_200L, 2_600L);
        assertWithinAPoint(
                dataset, r -> r.stratum() == null ? dataset.strata.orElseThrow().of(null, r.embedding()) : r.stratum());
    }

    @Test
    void neverMovesAnybodyAndGoesOnTheSameAfterAStart() {
        // Given
        Dataset one = dataset(KEEP, 500, 3);
        Dataset restarted = dataset(KEEP, 500, 3);
        Random random = new Random(9);
        Map<String, Split> early = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            String words =
                    "the order of number " + random.nextInt(900) + " went out with the post of this fine morning";
            float[] vector = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
            Newcomer newcomer = newcomer("c" + i, random.nextBoolean() ? "a" : null, null, words, vector);
            // When
            one.place(newcomer);
            restarted.place(newcomer);
            if (i % 300 == 299) {
                restarted.startAgain();
            }
            if (i == 700) {
                one.stored.forEach((id, r) -> early.put(id, r.split()));
            }
        }
        // Then
        assertThat(restarted.stored).isEqualTo(one.stored);
        early.forEach((id, split) -> assertThat(one.split(id)).isEqualTo(split));
    }

    @Test
    void dropsANearDuplicateAndNamesItsTwin() {
        // Given
        Dataset dataset = dataset(DROP, 10_000);
        String text = text(40);
        dataset.place(labelled("c1", null, text));
        // When
        Placement.Refused refused = (Placement.Refused) dataset.place(labelled("c2", null, text + " indeed"));
        // Then
        assertThat(refused.reason()).isEqualTo(DropReason.NEAR_DUPLICATE);
        assertThat(refused.twin().conversationId()).isEqualTo("c1");
        assertThat(refused.twin().similarity()).isBetween(0.97, 0.98);
        assertThat(refused.detail()).startsWith("Jaccard 0.97").contains("c1", "3-shingles", "threshold 0.8");
    }

    @Test
    void keepsNearDuplicatesTogether() {
        // Given
        Dataset dataset = dataset(KEEP, 10_000);
        String text = text(40);
        String test = someIn(Split.TEST);
        dataset.place(labelled(test, null, text));
        // When
        IntStream.range(0, 20).forEach(i -> dataset.place(labelled("n" + i, null, text + " and so forth " + i)));
        // Then
        assertThat(dataset.stored).hasSize(21);
        dataset.stored.forEach((id, remembered) -> {
            assertThat(remembered.split()).isEqualTo(Split.TEST);
            assertThat(remembered.group()).isEqualTo(id.equals(test) ? null : test);
        });
    }

    @Test
    void dropsWhatResemblesConversationsInTwoSplits() {
        // Given: two texts that share two thirds, and one between them
        Dataset dataset = dataset(KEEP, 10_000);
        String[] words = text(60).split(" ");
        String left = String.join(" ", List.of(words).subList(0, 52));
        String right = String.join(" ", List.of(words).subList(8, 60));
        dataset.place(labelled(someIn(Split.TRAIN), null, left));
        dataset.place(labelled(someIn(Split.TEST), null, right));
        // When
        Placement placement = dataset.place(labelled("between", null, String.join(" ", words)));
        // Then
        assertThat(dataset.stored).hasSize(2);
        assertThat(((Placement.Refused) placement).detail()).contains("in test", "in train", "cannot be in both");
    }

    @Test
    void takesAChildOnlyWhereItsParentIsTrained() {
        // Given
        Dataset dataset = dataset(DROP, 10_000);
        String train = someIn(Split.TRAIN);
        String test = someIn(Split.TEST);
        dataset.place(labelled(train, null, text(40)));
        dataset.place(labelled(test, null, text(30) + " else"));
        // When
        Placement good = dataset.place(child("k1", train, text(40) + " noise"));
        Placement sibling = dataset.place(child("k2", train, text(40) + " noises"));
        Placement ofTest = dataset.place(child("k3", test, "quite something else altogether"));
        Placement orphan = dataset.place(child("k4", "nobody", "something else again and again"));
        Placement twin = dataset.place(child("k5", train, text(40)));
        // Then
        assertThat(good).isInstanceOf(Placement.Placed.class);
        assertThat(sibling).isInstanceOf(Placement.Placed.class);
        assertThat(dataset.split("k1")).isEqualTo(Split.TRAIN);
        assertThat(((Placement.Refused) ofTest).reason()).isEqualTo(DropReason.PARENT_NOT_TRAINED);
        assertThat(((Placement.Refused) ofTest).detail()).contains(test, "is in test");
        assertThat(((Placement.Refused) orphan).detail()).contains("nobody", "not among the prepared");
        assertThat(((Placement.Refused) twin).reason()).isEqualTo(DropReason.EXACT_DUPLICATE);
    }

    @Test
    void forgetsAConversationAsIfItHadNeverBeen() {
        // Given
        Dataset dataset = dataset(DROP, 10_000);
        dataset.place(labelled("c1", null, text(40)));
        // When
        dataset.forget("c1");
        // Then
        assertThat(dataset.memory.size()).isZero();
        assertThat(dataset.place(labelled("c2", null, text(40)))).isInstanceOf(Placement.Placed.class);
    }

    @Test
    void givesTheNextOnesThePlacesThatErasedOnesLeave() {
        // Given
        Dataset dataset = dataset(DROP, 1_000);
        IntStream.range(0, 1_000).forEach(i -> dataset.place(labelled("c" + i, "stock", "unique text " + i)));
        List<String> ofTest = dataset.stored.keySet().stream()
                .filter(id -> dataset.split(id) == Split.TEST)
                .limit(50)
                .toList();
        // When
        ofTest.forEach(dataset::forget);
        dataset.startAgain();
        IntStream.range(0, 30).forEach(i -> dataset.place(labelled("n" + i, "stock", "another text " + i)));
        // Then
        assertThat(ofTest).hasSize(50);
        assertThat(IntStream.range(0, 30).mapToObj(i -> dataset.split("n" + i))).containsOnly(Split.TEST);
    }

    @Test
    void leavesAGroupTogetherWhoseFirstIsErased() {
        // Given
        Dataset dataset = dataset(KEEP, 10_000);
        String first = someIn(Split.TEST);
        dataset.place(labelled(first, null, text(40)));
        dataset.place(labelled("c2", null, text(40) + " more"));
        // When
        dataset.forget(first);
        dataset.startAgain();
        dataset.place(labelled("c3", null, text(40) + " most"));
        // Then
        assertThat(dataset.stored.values()).extracting(Remembered::group).containsExactly(first, first);
        assertThat(dataset.stored.values()).extracting(Remembered::split).containsOnly(Split.TEST);
    }

    @Test
    void takesAnIdThatAGroupIsNamedForForAnotherOnceItIsErased() {
        // Given
        Dataset dataset = dataset(KEEP, 10_000);
        dataset.place(labelled("c1", null, text(40)));
        dataset.place(labelled("c2", null, text(40) + " more"));
        dataset.forget("c1");
        dataset.place(labelled("c1", null, "another " + text(20).replace("word", "term")));
        // When
        dataset.place(labelled("c3", null, "another " + text(20).replace("word", "term") + " more"));
        // Then
        assertThat(dataset.stored.get("c2").group()).isEqualTo("c1");
        assertThat(dataset.stored.get("c3").group()).startsWith("c1~");
    }

    @Test
    void remembersHowManyPartsThereAre() {
        // Given
        Dataset dataset = dataset(DROP, 10_000);
        dataset.place(labelled("c1", null, text(40)));
        Remembered one = dataset.stored.get("c1");
        // When
        Remembered several = Remembered.fromBytes(one.inParts(3).toBytes());
        // Then
        assertThat(several.parts()).isEqualTo(3);
        assertThat(several.toBytes()).hasSize(one.toBytes().length + Integer.BYTES);
        assertThat(Remembered.fromBytes(one.toBytes()).parts()).isEqualTo(1);
    }

    private static void assertWithinAPoint(Dataset dataset, java.util.function.Function<Remembered, String> stratum) {
        dataset.stored.values().stream().collect(Collectors.groupingBy(stratum)).forEach((name, members) -> {
            for (Split split : Split.values()) {
                double share = members.stream().filter(r -> r.split() == split).count() / (double) members.size();
                assertThat(share)
                        .as("%s of %s, %d conversations", split, name, members.size())
                        .isBetween(SHARES.share(split) - 0.01, SHARES.share(split) + 0.01);
            }
        });
    }

    private static String someIn(Split split) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "some" + i)
                .filter(id -> SHARES.of(id) == split)
                .findFirst()
                .orElseThrow();
    }

    private static String text(int words) {
        return IntStream.range(0, words).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
    }

    private static Newcomer labelled(String id, String label, String text) {
        return newcomer(id, label, null, text);
    }

    private static Newcomer child(String id, String parent, String text) {
        return newcomer(id, null, new Parent(parent, "noise@1"), text);
    }

    private static Newcomer newcomer(String id, String label, Parent parent, String text, float... vector) {
        return new Newcomer(
                id,
                label,
                parent,
                new Fingerprint(Sha256.of(text), Shingles.of(text, 3)),
                HalfVector.of(new Embedding(vector)));
    }

    private static DuplicateRules rules(DuplicateRules.Action action) {
        return new DuplicateRules(true, Optional.of(new DuplicateRules.Near(0.8, 3, false, action)), Optional.empty());
    }

    private static Dataset dataset(DuplicateRules rules, int stratifyFrom) {
        return dataset(rules, stratifyFrom, 16);
    }

    private static Dataset dataset(DuplicateRules rules, int stratifyFrom, int clusters) {
        return new Dataset(new DatasetMemory.Settings(rules, SHARES, stratifyFrom, clusters));
    }
}
