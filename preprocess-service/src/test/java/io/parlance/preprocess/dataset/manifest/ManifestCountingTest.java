package io.parlance.preprocess.dataset.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.parlance.contracts.Change;
import io.parlance.contracts.DatasetManifest;
import io.parlance.contracts.DatasetManifest.GroupFigures;
import io.parlance.contracts.Embedding;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.NonPreferred;
import io.parlance.contracts.Parent;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenIds;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Traits;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.dataset.Examples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestCountingTest {
    private final ManifestCounting counting = new ManifestCounting();

    @Test
    void countsWhatIsKnownOfAnExampleBesideItsText() {
        // Given
        Traits traits = new Traits(
                "stock",
                "stock",
                "en",
                null,
                new Parent("a", "noise@1"),
                null,
                2,
                2,
                List.of(new Change("strip-html@1", 1)));
        NonPreferred other = new NonPreferred(
                List.of(new Turn("assistant", "No idea.")), new TokenIds(1, 2), List.of(new TokenSpan(1, 2)));
        counting.add(Examples.with("b", "live", Split.TRAIN, "Why?", "So.", other, traits, new Embedding(1, 0)));
        counting.add(Examples.of("a", Split.VALIDATION));
        // When
        DatasetManifest manifest = manifest();
        // Then
        assertThat(manifest.examples()).isEqualTo(2);
        assertThat(manifest.conversations()).as("a second part opens none").isEqualTo(1);
        assertThat(manifest.preferencePairs()).isEqualTo(1);
        assertThat(manifest.languages()).isEqualTo(Map.of("en", 1L, "unknown", 1L));
        assertThat(manifest.augmented()).isEqualTo(Map.of("noise@1", 1L));
        assertThat(manifest.changed()).isEqualTo(Map.of("strip-html@1", 1L));
        assertThat(manifest.strata().unassigned()).isEqualTo(1);
        assertThat(manifest.strata().listed()).as("a second part is no member").isEmpty();
        assertThat(manifest.diversity().compared()).as("nor compared again").isEqualTo(1);
        assertThat(manifest.preparedWith().getFirst().examples()).isEqualTo(2);
        assertThat(manifest.turns().median()).isEqualTo(2);
    }

    @Test
    void saysWhichStrataBreakThePromiseOfALargeDataset() {
        // Given
        for (int i = 0; i < 10_000; i++) {
            Split even = i % 10 < 8 ? Split.TRAIN : i % 10 == 8 ? Split.VALIDATION : Split.TEST;
            counting.add(
                    i < 5_000
                            ? Examples.inStratum("e" + i, even, "even")
                            : Examples.inStratum("u" + i, i % 100 < 83 ? Split.TRAIN : even, "uneven"));
        }
        // When
        DatasetManifest.Strata strata = manifest().strata();
        // Then
        assertThat(strata.checked()).isTrue();
        assertThat(strata.beyondOnePoint()).containsExactly("uneven");
        assertThat(strata.listed())
                .filteredOn(stratum -> stratum.name().equals("even"))
                .first()
                .satisfies(stratum -> assertThat(stratum.pointsOff()).isCloseTo(0, within(1e-9)));
    }

    @Test
    void leavesOutOfTheStrataWhatWasAugmented() {
        // Given
        for (int i = 0; i < 10_000; i++) {
            Split even = i % 10 < 8 ? Split.TRAIN : i % 10 == 8 ? Split.VALIDATION : Split.TEST;
            counting.add(Examples.inStratum("e" + i, even, "even"));
        }
        Traits ofChild =
                new Traits(null, "even", null, null, new Parent("e0", "word-swap@1"), null, null, null, List.of());
        for (int i = 0; i < 8_000; i++) {
            counting.add(Examples.with(
                    "c" + i, "live", Split.TRAIN, "What " + i + "?", "It.", null, ofChild, new Embedding(1, 0)));
        }
        // When
        DatasetManifest manifest = manifest();
        // Then
        assertThat(manifest.conversations()).isEqualTo(18_000);
        assertThat(manifest.strata().beyondOnePoint()).isEmpty();
        assertThat(manifest.strata().listed().getFirst().examples()).isEqualTo(10_000);
        assertThat(manifest.strata().listed().getFirst().pointsOff()).isZero();
    }

    @Test
    void leavesClustersUncheckedThatTheFirstExamplesDoNotName() {
        // Given
        for (int i = 0; i < 10_000; i++) {
            counting.add(Examples.of("early" + i, Split.TRAIN));
        }
        counting.add(Examples.inStratum("late", Split.TEST, "cluster-1"));
        // When
        DatasetManifest.Strata strata = manifest().strata();
        // Then
        assertThat(strata.unassigned()).isEqualTo(10_000);
        assertThat(strata.unchecked()).isEqualTo(1);
        assertThat(strata.beyondOnePoint()).isEmpty();
        assertThat(strata.listed().getFirst().pointsOff()).isNull();
    }

    @Test
    void doesNotBlameASmallStratumForWhatNoSplitCanMend() {
        // Given
        for (int i = 0; i < 10_000; i++) {
            Split even = i % 10 < 8 ? Split.TRAIN : i % 10 == 8 ? Split.VALIDATION : Split.TEST;
            counting.add(Examples.inStratum("e" + i, even, "even"));
        }
        for (int i = 0; i < 4; i++) {
            counting.add(Examples.inStratum("s" + i, Split.TRAIN, "small"));
        }
        // When
        DatasetManifest.Strata strata = manifest().strata();
        // Then
        assertThat(strata.beyondOnePoint()).isEmpty();
        assertThat(strata.listed().getLast().pointsOff()).isCloseTo(20, within(1e-9));
    }

    @Test
    void promisesNothingOfASmallDataset() {
        // Given
        counting.add(Examples.inStratum("a", Split.TRAIN, "lonely"));
        // When
        DatasetManifest.Strata strata = manifest().strata();
        // Then
        assertThat(strata.checked()).isFalse();
        assertThat(strata.beyondOnePoint()).isEmpty();
        assertThat(strata.listed().getFirst().pointsOff()).isCloseTo(20, within(1e-9));
    }

    @Test
    void countsWordsThatNamePeopleAndJudgesNothing() {
        // Given
        counting.add(Examples.of("a", "live", Split.TRAIN, "Is SHE here?", "No, her mother is; he left."));
        counting.add(Examples.of("b", "live", Split.TRAIN, "Shell or heron?", "The heron."));
        // When
        DatasetManifest.Representation figures = manifest().representation();
        // Then
        assertThat(figures.words()).isEqualTo(14);
        assertThat(figures.groups())
                .filteredOn(group -> group.theme().equals("gender") && group.words() > 0)
                .containsExactly(
                        new GroupFigures("gender", "feminine", 3, 3_000.0 / 14, 1),
                        new GroupFigures("gender", "masculine", 1, 1_000.0 / 14, 1));
    }

    @Test
    void measuresDiversityOverWordsAndNearestNeighbours() {
        // Given
        counting.add(embedded("a", "red red blue", 1, 0));
        counting.add(embedded("b", "green", 0.6f, 0.8f));
        counting.add(embedded("c", "black", 0, 1));
        // When
        DatasetManifest.Diversity diversity = manifest().diversity();
        // Then
        assertThat(diversity.sampled()).isEqualTo(3);
        assertThat(diversity.words()).isEqualTo(8);
        assertThat(diversity.distinct1()).isCloseTo(5.0 / 8, within(1e-9));
        assertThat(diversity.distinct2()).isCloseTo(1.0, within(1e-9));
        assertThat(diversity.meanNearestCosine()).isCloseTo((0.6 + 0.8 + 0.8) / 3, within(1e-6));
    }

    @Test
    void countsNoWordOfTheInstructions() {
        // Given
        ExamplePrepared said = embedded("a", "red red blue", 1, 0);
        List<Turn> turns = new ArrayList<>(said.messages());
        turns.addFirst(new Turn("system", "She is a painter and " + "mixes colours ".repeat(400)));
        counting.add(new ExamplePrepared(
                said.conversationId(),
                said.dataset(),
                said.split(),
                turns,
                said.tokens(),
                said.trained(),
                said.embedding(),
                said.baseModel(),
                said.tokenizerSha256(),
                said.templateSha256(),
                said.recipeSha256(),
                said.tools(),
                said.nonPreferred(),
                said.traits()));
        // When
        DatasetManifest manifest = manifest();
        // Then
        assertThat(manifest.diversity().words()).isEqualTo(4);
        assertThat(manifest.representation().words()).isEqualTo(4);
        assertThat(manifest.representation().groups()).allMatch(group -> group.words() == 0);
    }

    @Test
    void samplesTheSameExamplesInWhateverOrderTheyCome() {
        // Given
        ManifestCounting backwards = new ManifestCounting();
        for (int i = 0; i < 2_500; i++) {
            counting.add(Examples.of("c-" + i, Split.TRAIN));
            backwards.add(Examples.of("c-" + (2_499 - i), Split.TRAIN));
        }
        // When
        DatasetManifest.Diversity one = manifest().diversity();
        // Then
        assertThat(one.sampled()).isEqualTo(2_000);
        assertThat(backwards.counted(0.8, 0.1, 0.1).manifest().diversity()).isEqualTo(one);
    }

    @Test
    void countsARepetitionOnceInTheDigest() {
        // Given
        ManifestCounting once = new ManifestCounting();
        once.add(Examples.of("a", Split.TRAIN));
        counting.add(Examples.of("a", Split.TRAIN));
        counting.add(Examples.of("a", Split.TRAIN));
        // When
        ManifestCounting.Counted twice = counting.counted(0.8, 0.1, 0.1);
        // Then
        assertThat(twice.digest()).isEqualTo(once.counted(0.8, 0.1, 0.1).digest());
        assertThat(twice.manifest().repeated()).isEqualTo(1);
    }

    @Test
    void writesAPreferencePairAsOpenAisFineTuningReadsIt() {
        // Given
        ExamplePrepared pair = Examples.with(
                "a",
                "live",
                Split.TRAIN,
                "Why?",
                "So.",
                new NonPreferred(
                        List.of(new Turn("assistant", "No idea.")), new TokenIds(1, 2), List.of(new TokenSpan(1, 2))),
                Traits.NONE,
                new Embedding(1, 0));
        // Then
        assertThat(new String(ExportLines.OPENAI_PREFERENCE.line(pair).orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]},\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"No idea.\"}],\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"So.\"}]}\n");
        assertThat(ExportLines.OPENAI_PREFERENCE.line(Examples.of("b", Split.TRAIN)))
                .isEmpty();
    }

    private static ExamplePrepared embedded(String id, String answer, float... embedding) {
        return Examples.with(id, "live", Split.TRAIN, "colour", answer, null, Traits.NONE, new Embedding(embedding));
    }

    private DatasetManifest manifest() {
        return counting.counted(0.8, 0.1, 0.1).manifest();
    }
}
