package io.parlance.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.BaseModelImported;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingPolicyTest {
    private static final BaseModelImported BASE =
            new BaseModelImported(TestRuns.BASE, "auto", "LlamaForCausalLM", 1, "ab".repeat(32), "cd".repeat(32));
    private final TrainingPolicy every100 = new TrainingPolicy(100, "live");

    @Test
    void wantsARunOnceEnoughExamplesAreThere() {
        assertThat(every100.wantsARun(99, BASE, List.of())).isFalse();
        assertThat(every100.wantsARun(100, BASE, List.of())).isTrue();
    }

    @Test
    void countsFromTheLastRunOn() {
        // Given
        List<TrainingRun> runs = List.of(ended("live", 150));

        // Then
        assertThat(every100.wantsARun(249, BASE, runs)).isFalse();
        assertThat(every100.wantsARun(250, BASE, runs)).isTrue();
    }

    @Test
    void waitsWhileARunIsUnderWay() {
        assertThat(every100.wantsARun(1000, BASE, List.of(TestRuns.queued("r"))))
                .isFalse();
    }

    @Test
    void passesOverRunsOnOtherDatasets() {
        assertThat(every100.wantsARun(100, BASE, List.of(ended("other", 1000)))).isTrue();
    }

    @Test
    void wantsNothingWhenItIsOff() {
        assertThat(new TrainingPolicy(0, "live").wantsARun(1_000_000, BASE, List.of()))
                .isFalse();
    }

    private static TrainingRun ended(String dataset, long trainExamples) {
        TrainingRun run = RunRules.accept("r", TestRuns.request(dataset, trainExamples), TestRuns.NOON)
                .run();
        return RunRules.cancel(run, TestRuns.NOON, 0).run();
    }
}
