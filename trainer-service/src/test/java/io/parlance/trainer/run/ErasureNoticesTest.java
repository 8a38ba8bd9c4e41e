package io.parlance.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.contracts.ErasureCompleted;
import io.parlance.contracts.ErasureRequested;
import io.parlance.trainer.journal.JournalException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErasureNoticesTest {
    private final MemoryJournal journal = new MemoryJournal();
    private final TrainingRuns runs =
            new TrainingRuns(journal, Clock.fixed(TestRuns.NOON, ZoneOffset.UTC), () -> "ftjob-new");
    private final ErasureNotices notices = new ErasureNotices(runs, Duration.ofSeconds(1));

    @Test
    void tellsARunUnderWayOnceAndNoOther() {
        // Given
        runs.restore(
                List.of(TestRuns.running("ftjob-1"), TestRuns.running("ftjob-2"), TestRuns.queued("ftjob-3")),
                List.of());
        // When
        notices.tell(receipt("era-1", 60, "ftjob-1", "ftjob-3", "ftjob-of-another-cluster"));
        notices.tell(receipt("era-1", 60, "ftjob-1"));
        // Then
        assertThat(warnings("ftjob-1")).singleElement().asString().contains("era-1", "cancel it and ask again");
        assertThat(warnings("ftjob-2")).isEmpty();
        assertThat(warnings("ftjob-3")).isEmpty();
    }

    @Test
    void saysNothingOfAnErasureThatWasOverBeforeTheRunReadItsWindow() {
        runs.restore(List.of(TestRuns.running("ftjob-1")), List.of());
        notices.tell(receipt("era-0", -60, "ftjob-1"));
        assertThat(warnings("ftjob-1")).isEmpty();
    }

    @Test
    void canBeToldAgainAfterKafkaWasAway() {
        // Given
        runs.restore(List.of(TestRuns.running("ftjob-1")), List.of());
        journal.away = true;
        assertThatThrownBy(() -> notices.tell(receipt("era-1", 60, "ftjob-1"))).isInstanceOf(JournalException.class);
        // When
        journal.away = false;
        notices.tell(receipt("era-1", 60, "ftjob-1"));
        // Then
        assertThat(warnings("ftjob-1")).hasSize(1);
    }

    private List<String> warnings(String run) {
        return runs.find(run).orElseThrow().notes().stream()
                .filter(note -> note.level() == RunNote.Level.WARN)
                .map(RunNote::message)
                .toList();
    }

    /** @param after seconds after the runs began */
    private static ErasureCompleted receipt(String id, long after, String... held) {
        long completed = TestRuns.NOON.getEpochSecond() + after;
        return new ErasureCompleted(
                id,
                ErasureRequested.Scope.DATASET,
                null,
                "live",
                null,
                completed - 10,
                completed,
                1,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                java.util.Arrays.stream(held)
                        .map(run -> new ErasureCompleted.Run(run, null, false))
                        .toList());
    }
}
