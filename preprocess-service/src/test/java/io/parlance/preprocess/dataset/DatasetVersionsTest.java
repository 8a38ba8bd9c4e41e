package io.parlance.preprocess.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.DatasetManifest.SplitFigures;
import io.parlance.contracts.DatasetVersioned;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Split;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.dataset.DatasetVersions.Fixed;
import io.parlance.preprocess.dataset.manifest.ExportLines;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatasetVersionsTest {
    private static final DatasetVersions.Words NO_WORDS = new DatasetVersions.Words(null, null, null);
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_795_450_000), ZoneOffset.UTC);

    private final FakeLog log = new FakeLog();
    private final MemoryVersions kept = new MemoryVersions();
    private final DatasetVersions versions = versions(log, kept);

    private static DatasetVersions versions(FakeLog log, VersionLog kept) {
        return new DatasetVersions(new DatasetWindows(log), kept, new DatasetVersions.Shares(0.8, 0.1, 0.1), CLOCK);
    }

    @Test
    void fixesWhatADatasetHoldsAndNothingElse() {
        // Given
        log.append(0, Examples.of("a", Split.TRAIN));
        log.append(1, Examples.of("b", Split.TEST));
        log.append(1, Examples.of("c", "file-1", Split.TRAIN, "Other?", "Other."));
        log.append(Topics.EXAMPLES_PREPARED, 2, "x", "{\"no".getBytes(StandardCharsets.UTF_8));
        log.append(Topics.EXAMPLES_PREPARED, 2, "erased", null);
        log.append(0, new ExampleDropped("d", "live", DropReason.EXACT_DUPLICATE, "same as a"));
        log.append(0, new ExampleDropped("e", "file-1", DropReason.TOO_LONG, "9000 of 1024"));
        // When
        DatasetVersioned version = fixedNew(new DatasetVersions.Words("before the sale", null, null));
        // Then
        assertThat(version.manifest().examples()).isEqualTo(2);
        assertThat(version.manifest().conversations()).isEqualTo(2);
        assertThat(version.manifest().tokens().total()).isEqualTo(8);
        assertThat(version.manifest().tokens().trained()).isEqualTo(4);
        assertThat(version.manifest().splits())
                .extracting(SplitFigures::split, SplitFigures::examples)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Split.TRAIN, 1L),
                        org.assertj.core.groups.Tuple.tuple(Split.VALIDATION, 0L),
                        org.assertj.core.groups.Tuple.tuple(Split.TEST, 1L));
        assertThat(version.manifest().dropped()).isEqualTo(Map.of("exact_duplicate", 1L));
        assertThat(version.manifest().unreadable()).isEqualTo(1);
        assertThat(version.window().ranges())
                .containsExactly(new OffsetRange(0, 0, 1), new OffsetRange(1, 0, 2), new OffsetRange(2, 0, 2));
        assertThat(version.description()).isEqualTo("before the sale");
        assertThat(kept.all).containsExactly(version);
    }

    @Test
    void givesTheSameContentTheSameVersionAndNoSecondEvent() {
        // Given
        log.append(0, Examples.of("a", Split.TRAIN));
        DatasetVersioned first = fixedNew(NO_WORDS);
        log.append(1, Examples.of("c", "file-1", Split.TRAIN, "Other?", "Other."));
        // When
        Fixed again = versions.fix("live", NO_WORDS);
        // Then
        assertThat(again).isEqualTo(new Fixed.Known(first));
        assertThat(kept.all).hasSize(1);
    }

    @Test
    void givesTheSameDigestInWhateverOrderAndPartitionsTheExamplesLie() {
        // Given
        FakeLog other = new FakeLog();
        for (int i = 0; i < 3_000; i++) {
            log.append(i % 3, Examples.of("c-" + i, Split.TRAIN));
            other.append(0, Examples.of("c-" + (2_999 - i), Split.TRAIN));
        }
        // When
        DatasetVersioned here = fixedNew(NO_WORDS);
        Fixed there = versions(other, new MemoryVersions()).fix("live", NO_WORDS);
        // Then
        assertThat(there).isInstanceOfSatisfying(Fixed.New.class, found -> assertThat(
                        found.version().id())
                .isEqualTo(here.id()));
    }

    @Test
    void hasNothingToFixInADatasetWithoutExamples() {
        assertThat(versions.fix("nothing", NO_WORDS)).isEqualTo(new Fixed.Empty("nothing"));
        assertThat(kept.all).isEmpty();
    }

    @Test
    void findsAVersionUnchangedWhateverCameAfterIt() {
        // Given
        log.append(0, Examples.of("a", Split.TRAIN));
        DatasetVersioned version = fixedNew(NO_WORDS);
        log.append(0, Examples.of("b", Split.TRAIN));
        // When
        DatasetVersions.Verification now = versions.verify(version);
        // Then
        assertThat(now.digestNow()).isEqualTo(version.digest());
        assertThat(now.examplesNow()).isEqualTo(Map.of(Split.TRAIN, 1L));
    }

    @Test
    void tellsWhenAnExampleOfAVersionIsGone() {
        // Given
        log.append(0, Examples.of("a", Split.TRAIN));
        log.append(0, Examples.of("b", Split.TEST));
        DatasetVersioned version = fixedNew(NO_WORDS);
        // When
        log.compactAway(Topics.EXAMPLES_PREPARED, 0, 1);
        DatasetVersions.Verification now = versions.verify(version);
        // Then
        assertThat(now.digestNow()).isNotEqualTo(version.digest());
        assertThat(VersionJson.verification(version, now).toString())
                .contains(
                        "\"match\":false",
                        "\"missing\":1",
                        "\"added\":0",
                        "\"verdict\":\"erased\"",
                        "1 of 2 examples were erased");
    }

    @Test
    void doesNotTakeATombstoneForAnExample() {
        // Given
        log.append(0, Examples.of("a", Split.TRAIN));
        log.append(0, Examples.of("b", Split.TEST));
        DatasetVersioned version = fixedNew(NO_WORDS);
        // When
        log.append(Topics.EXAMPLES_PREPARED, 0, "b", null);
        log.compactAway(Topics.EXAMPLES_PREPARED, 0, 1);
        // Then
        assertThat(versions.verify(version).examplesNow()).isEqualTo(Map.of(Split.TRAIN, 1L));
        DatasetVersioned left = fixedNew(NO_WORDS);
        assertThat(left.manifest().examples()).isEqualTo(1);
        assertThat(left.manifest().unreadable()).isZero();
    }

    @Test
    void findsWhatAnErasureOfOthersHadWrittenAgainBehindTheWindow() {
        // Given
        log.append(0, Examples.of("a", Split.TRAIN));
        log.append(0, Examples.of("b", Split.TEST));
        log.append(1, Examples.of("c", Split.TEST));
        DatasetVersioned version = fixedNew(NO_WORDS);
        log.append(0, Examples.of("d", Split.TEST));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // When: a is kept, twice; b is erased; d is kept, and was never in the window
        log.keep(Topics.EXAMPLES_PREPARED, 0, 0);
        log.keep(Topics.EXAMPLES_PREPARED, 0, 0);
        log.keep(Topics.EXAMPLES_PREPARED, 0, 2);
        for (int offset = 0; offset < 3; offset++) {
            log.compactAway(Topics.EXAMPLES_PREPARED, 0, offset);
        }
        DatasetVersions.Verification now = versions.verify(version);
        versions.export(version, null, ExportLines.OPENAI_CHAT, out);
        // Then
        assertThat(now.examplesNow()).isEqualTo(Map.of(Split.TRAIN, 1L, Split.TEST, 1L));
        assertThat(VersionJson.verification(version, now).path("missing").asInt())
                .isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("What is a?", "What is c?")
                .hasLineCount(2);
    }

    @Test
    void findsAVersionUnchangedOfWhichAllIsWrittenAgain() {
        // Given
        log.append(0, Examples.of("a", Split.TRAIN));
        DatasetVersioned version = fixedNew(NO_WORDS);
        // When
        log.keep(Topics.EXAMPLES_PREPARED, 0, 0);
        log.compactAway(Topics.EXAMPLES_PREPARED, 0, 0);
        // Then
        assertThat(VersionJson.verification(version, versions.verify(version)).toString())
                .contains("\"match\":true", "\"missing\":0", "\"verdict\":\"unchanged\"");
    }

    @Test
    void exportsASplitAsItWasMeasuredInTheManifest() {
        // Given
        log.append(0, Examples.of("a", Split.TRAIN));
        log.append(1, Examples.of("b", Split.TRAIN));
        log.append(2, Examples.of("c", Split.TEST));
        DatasetVersioned version = fixedNew(NO_WORDS);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // When
        versions.export(version, Split.TRAIN, ExportLines.OPENAI_CHAT, out);
        // Then
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"What is a?\"},{\"role\":\"assistant\",\"content\":\"It is a.\"}]}",
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"What is b?\"},{\"role\":\"assistant\",\"content\":\"It is b.\"}]}");
        assertThat(version.manifest().exports().getFirst().bytes()).isEqualTo(out.size());
        assertThat(version.manifest().exports().getFirst().sha256())
                .isEqualTo(io.parlance.preprocess.Sha256.of(out.toByteArray()).hex());
    }

    @Test
    void namesAllVersionsOfADatasetWithTheirWindows() {
        // Given
        log.append(0, Examples.of("a", Split.TRAIN));
        DatasetVersioned first = fixedNew(NO_WORDS);
        log.append(0, Examples.of("b", Split.TRAIN));
        DatasetVersioned second = fixedNew(NO_WORDS);
        // Then
        assertThat(versions.of("live")).containsExactly(first, second);
        assertThat(first.window().covers(0, 0)).isTrue();
        assertThat(first.window().covers(0, 1)).isFalse();
        assertThat(second.window().covers(0, 1)).isTrue();
        assertThat(second.window().covers(1, 0)).isFalse();
        assertThat(versions.of("file-1")).isEmpty();
    }

    private DatasetVersioned fixedNew(DatasetVersions.Words words) {
        Fixed fixed = versions.fix("live", words);
        assertThat(fixed).isInstanceOf(Fixed.New.class);
        return ((Fixed.New) fixed).version();
    }
}
