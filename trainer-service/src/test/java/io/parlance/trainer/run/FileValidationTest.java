package io.parlance.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.TrainingRequested;
import io.parlance.contracts.TrainingStopped;
import io.parlance.trainer.file.FileStanding;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FileValidationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration STANDSTILL = Duration.ofMinutes(30);

    private final MemoryJournal journal = new MemoryJournal();
    private Instant now = TestRuns.NOON;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private TrainingRuns runs = new TrainingRuns(journal, clock, () -> "ftjob-1");
    private FileStanding standing = new FileStanding.Underway("first");
    private RunPlanner.Wish planned;

    @Test
    void aRunWaitsForItsFileAndIsPlannedAnewOnceItIsWhole() {
        // Given
        accept();
        validation().look();
        assertThat(state()).isInstanceOf(RunState.Validating.class);
        assertThat(journal.announced).isEmpty();
        // When
        standing = new FileStanding.Whole();
        validation().look();
        // Then
        assertThat(state()).isEqualTo(new RunState.Queued());
        assertThat(planned.epochs()).isEmpty();
        assertThat(planned.batchSize()).hasValue(4);
        assertThat(planned.seed()).hasValue(7);
        assertThat(journal.announced(TrainingRequested.class)).singleElement().satisfies(event -> assertThat(
                        event.window())
                .isEqualTo(TestRuns.request("file-1", 24).window()));
        assertThat(runs.find("ftjob-1").orElseThrow().request().windowTrainExamples())
                .isEqualTo(24);
    }

    @Test
    void aRunGoesOnWaitingAfterARestart() {
        // Given
        accept();
        // When
        runs = new TrainingRuns(journal, clock, () -> "ftjob-2");
        runs.restore(journal.kept.values(), List.of());
        standing = new FileStanding.Whole();
        validation().look();
        // Then
        assertThat(state()).isEqualTo(new RunState.Queued());
    }

    @Test
    void aRunFailsWithWhatIsWrongWithItsFile() {
        // Given
        accept();
        // When
        standing = new FileStanding.Unfit("line 3 is alpaca, line 1 is openai_chat");
        validation().look();
        // Then
        assertThat(state()).isInstanceOfSatisfying(RunState.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo("invalid_training_file");
            assertThat(failed.message()).contains("file-1").contains("line 3 is alpaca");
        });
        assertThat(journal.announced(TrainingStopped.class)).hasSize(1);
    }

    @Test
    void aRunWhoseFileWasDeletedFails() {
        accept();
        standing = new FileStanding.Unknown();
        validation().look();
        assertThat(state()).isInstanceOfSatisfying(RunState.Failed.class, failed -> assertThat(failed.message())
                .contains("was deleted"));
    }

    @Test
    void aRunFailsOnlyWhenItsFileStandsStillForTooLong() {
        // Given
        accept();
        FileValidation validation = validation();
        validation.look();
        now = now.plus(STANDSTILL);
        standing = new FileStanding.Underway("second");
        validation.look();
        now = now.plus(STANDSTILL);
        validation.look();
        assertThat(state()).isInstanceOf(RunState.Validating.class);
        // When
        now = now.plusSeconds(1);
        validation.look();
        // Then
        assertThat(state()).isInstanceOfSatisfying(RunState.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo("training_file_not_prepared");
            assertThat(failed.message()).contains("1800 s").contains("second");
        });
    }

    @Test
    void aRunThatIsCancelledWhileItWaitsStaysSo() {
        accept();
        runs.cancel("ftjob-1", PATIENCE);
        standing = new FileStanding.Whole();
        validation().look();
        assertThat(state()).isInstanceOf(RunState.Cancelled.class);
    }

    private void accept() {
        runs.acceptFile(
                TestRuns.request("file-1", 0),
                new RunPlanner.Wish(
                        "file-1",
                        OptionalInt.empty(),
                        OptionalInt.of(4),
                        OptionalDouble.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Map.of(),
                        RunRequest.Trigger.API),
                PATIENCE);
    }

    private RunState state() {
        return runs.find("ftjob-1").orElseThrow().state();
    }

    private FileValidation validation() {
        BaseModelImported base = TestRuns.base();
        return new FileValidation(
                runs,
                _ -> Optional.of(standing),
                () -> Optional.of(base),
                (_, wish) -> {
                    planned = wish;
                    return TestRuns.request(wish.dataset(), 24);
                },
                STANDSTILL,
                clock);
    }
}
