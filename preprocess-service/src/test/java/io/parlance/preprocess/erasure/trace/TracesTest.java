package io.parlance.preprocess.erasure.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.ArtifactRef;
import io.parlance.contracts.DatasetVersioned;
import io.parlance.contracts.DatasetWindow;
import io.parlance.contracts.ErasureCompleted;
import io.parlance.contracts.Hyperparameters;
import io.parlance.contracts.ModelPromoted;
import io.parlance.contracts.ModelRef;
import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Topics;
import io.parlance.contracts.TrainingRequested;
import io.parlance.preprocess.dataset.FakeLog;
import io.parlance.preprocess.dataset.manifest.ManifestCounting;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracesTest {
    private static final Hyperparameters HYPERPARAMETERS =
            new Hyperparameters(3, 8, 1e-3, 0.01, 8, 16, 0.05, 1_024, 42);

    private final FakeLog log = new FakeLog();
    private final List<DatasetVersioned> versions = new ArrayList<>();
    private final Traces traces = new Traces(log, dataset -> versions.stream()
            .filter(v -> v.dataset().equals(dataset))
            .toList());

    @Test
    void namesTheVersionsWhoseWindowCoversOneOfTheExamples() {
        // Given
        DatasetVersioned before = version("live", 'a', new OffsetRange(0, 0, 4));
        DatasetVersioned with = version("live", 'b', new OffsetRange(0, 0, 5), new OffsetRange(1, 0, 9));
        version("file-1", 'c', new OffsetRange(0, 0, 9));
        // When
        Traced traced = traces.of(examples(0, 4, 2, 0));
        // Then
        assertThat(traced.versions()).containsExactly(new ErasureCompleted.Version("live", with.id()));
        assertThat(traced.versions()).doesNotContain(new ErasureCompleted.Version("live", before.id()));
        assertThat(traced.runs()).isEmpty();
    }

    @Test
    void namesTheRunsThatHeldAnExampleWithWhatCameOfThem() {
        // Given
        request("ftjob-serving", "live", new OffsetRange(0, 0, 5));
        request("ftjob-replaced", "live", new OffsetRange(0, 0, 7));
        request("ftjob-failed", "live", new OffsetRange(0, 0, 9));
        request("ftjob-before", "live", new OffsetRange(0, 0, 4));
        request("ftjob-other-dataset", "file-1", new OffsetRange(0, 0, 9));
        trained("ftjob-serving");
        trained("ftjob-replaced");
        trained("ftjob-before");
        promote("ftjob-replaced");
        promote("ftjob-serving");
        // When
        Traced traced = traces.of(examples(0, 4));
        // Then
        assertThat(traced.runs())
                .containsExactly(
                        new ErasureCompleted.Run("ftjob-serving", "model-of-ftjob-serving", true),
                        new ErasureCompleted.Run("ftjob-replaced", "model-of-ftjob-replaced", false),
                        new ErasureCompleted.Run("ftjob-failed", null, false));
    }

    @Test
    void passesOverWhatCannotBeReadAndTombstones() {
        // Given
        log.append(Topics.TRAINING_REQUESTED, 0, "x", "{\"no".getBytes(StandardCharsets.UTF_8));
        log.append(Topics.TRAINING_REQUESTED, 0, "x", null);
        request("ftjob-1", "live", new OffsetRange(0, 0, 5));
        // When
        Traced traced = traces.of(examples(0, 4));
        // Then
        assertThat(traced.runs()).containsExactly(new ErasureCompleted.Run("ftjob-1", null, false));
    }

    @Test
    void hasNothingToNameWhereNothingWasPrepared() {
        // Given
        request("ftjob-1", "live", new OffsetRange(0, 0, 5));
        version("live", 'a', new OffsetRange(0, 0, 4));
        // When
        Traced traced = traces.of(new Examples());
        // Then
        assertThat(traced).isEqualTo(new Traced(List.of(), List.of()));
    }

    /** Of live. @param places partition and offset in turns */
    private static Examples examples(int... places) {
        Examples examples = new Examples();
        for (int i = 0; i < places.length; i += 2) {
            examples.add("live", places[i], places[i + 1]);
        }
        return examples;
    }

    private DatasetVersioned version(String dataset, char digit, OffsetRange... ranges) {
        String digest = String.valueOf(digit).repeat(64);
        DatasetVersioned version = new DatasetVersioned(
                DatasetVersioned.idOf(digest),
                dataset,
                null,
                null,
                null,
                1_795_450_000L,
                new DatasetWindow(dataset, Topics.EXAMPLES_PREPARED, List.of(ranges)),
                new DatasetWindow(dataset, Topics.EXAMPLES_DROPPED, List.of(new OffsetRange(0, 0, 0))),
                digest,
                new ManifestCounting().counted(0.8, 0.1, 0.1).manifest());
        versions.add(version);
        return version;
    }

    private void request(String run, String dataset, OffsetRange... ranges) {
        log.append(
                0,
                new TrainingRequested(
                        run,
                        model("base"),
                        new DatasetWindow(dataset, Topics.EXAMPLES_PREPARED, List.of(ranges)),
                        HYPERPARAMETERS,
                        null,
                        "api"));
    }

    private void trained(String run) {
        log.append(
                0,
                new ModelTrained(
                        run,
                        model("model-of-" + run),
                        model("base"),
                        new DatasetWindow("live", Topics.EXAMPLES_PREPARED, List.of(new OffsetRange(0, 0, 5))),
                        HYPERPARAMETERS,
                        4,
                        1,
                        0,
                        100,
                        1.5,
                        null,
                        "fp32",
                        "cpu"));
    }

    private void promote(String run) {
        log.append(0, new ModelPromoted(ModelPromoted.CHAT, model("model-of-" + run), "base", "base", "eval-" + run));
    }

    private static ModelRef model(String id) {
        return new ModelRef(id, new ArtifactRef("file:///m/manifest.json", "a".repeat(64), 1));
    }
}
