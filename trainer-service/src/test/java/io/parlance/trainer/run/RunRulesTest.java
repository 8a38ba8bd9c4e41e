package io.parlance.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.TrainingRequested;
import io.parlance.contracts.TrainingStopped;
import io.parlance.trainer.run.RunDecision.Changed;
import io.parlance.trainer.run.RunDecision.Refused;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunRulesTest {
    private static final Instant LATER = TestRuns.NOON.plusSeconds(60);

    @Test
    void aRunThatIsAcceptedWaitsAndIsAnnounced() {
        // When
        Changed decision = RunRules.accept("ftjob-1", TestRuns.request("live", 5), TestRuns.NOON);

        // Then
        assertThat(decision.run().state()).isEqualTo(new RunState.Queued());
        assertThat(decision.events()).singleElement().isInstanceOfSatisfying(TrainingRequested.class, event -> {
            assertThat(event.runId()).isEqualTo("ftjob-1");
            assertThat(event.trigger()).isEqualTo("api");
        });
    }

    @Test
    void aWaitingRunStarts() {
        assertThat(RunRules.start(TestRuns.queued("r"), LATER).run().state()).isEqualTo(new RunState.Running(LATER, 1));
    }

    @Test
    void aRunThatWasInterruptedGoesOnWithAnotherAttemptAndSaysSo() {
        // When
        TrainingRun run = RunRules.start(TestRuns.running("r"), LATER).run();

        // Then
        assertThat(run.state()).isEqualTo(new RunState.Running(TestRuns.NOON, 2));
        assertThat(run.notes().getLast().message()).contains("restarted").contains("attempt 2");
    }

    @Test
    void aRunningRunSucceedsAndAnnouncesItsModel() {
        // Given
        TrainingRun run = TestRuns.running("r");

        // When
        RunDecision decision = RunRules.complete(run, LATER, TestRuns.trained(run));

        // Then
        assertThat(decision).isInstanceOfSatisfying(Changed.class, changed -> {
            assertThat(changed.events()).containsExactly(TestRuns.trained(run));
            assertThat(changed.run().state()).isInstanceOf(RunState.Succeeded.class);
        });
    }

    @Test
    void aRunningRunFailsWithItsReason() {
        // When
        RunDecision decision = RunRules.fail(TestRuns.running("r"), LATER, "diverged", "loss is NaN", 12);

        // Then
        assertThat(decision).isInstanceOfSatisfying(Changed.class, changed -> assertThat(changed.events())
                .containsExactly(
                        new TrainingStopped("r", TrainingStopped.Cause.FAILED, "diverged", "loss is NaN", 12)));
    }

    @ParameterizedTest
    @MethodSource("unfinished")
    void anUnfinishedRunCanBeCancelled(TrainingRun run) {
        // When
        RunDecision decision = RunRules.cancel(run, LATER, 3);

        // Then
        assertThat(decision.run().state()).isEqualTo(new RunState.Cancelled(LATER));
        assertThat(((Changed) decision).events())
                .singleElement()
                .isInstanceOfSatisfying(TrainingStopped.class, event -> assertThat(event.cause())
                        .isEqualTo(TrainingStopped.Cause.CANCELLED));
    }

    @ParameterizedTest
    @MethodSource("ended")
    void anEndedRunIsMovedByNothing(TrainingRun run) {
        assertThat(RunRules.start(run, LATER)).isInstanceOf(Refused.class);
        assertThat(RunRules.cancel(run, LATER, 1)).isInstanceOf(Refused.class);
        assertThat(RunRules.fail(run, LATER, "x", "y", 1)).isInstanceOf(Refused.class);
        assertThat(RunRules.complete(run, LATER, TestRuns.trained(run))).isInstanceOf(Refused.class);
    }

    @Test
    void aWaitingRunNeitherFailsNorSucceeds() {
        TrainingRun run = TestRuns.queued("r");
        assertThat(RunRules.fail(run, LATER, "x", "y", 1)).isInstanceOf(Refused.class);
        assertThat(RunRules.complete(run, LATER, TestRuns.trained(run))).isInstanceOf(Refused.class);
    }

    static List<TrainingRun> unfinished() {
        return List.of(TestRuns.validating("r"), TestRuns.queued("r"), TestRuns.running("r"));
    }

    static List<TrainingRun> ended() {
        TrainingRun run = TestRuns.running("r");
        return List.of(
                RunRules.cancel(run, TestRuns.NOON, 1).run(),
                RunRules.fail(run, TestRuns.NOON, "a", "b", 1).run(),
                RunRules.complete(run, TestRuns.NOON, TestRuns.trained(run)).run());
    }
}
