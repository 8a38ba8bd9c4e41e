package io.parlance.trainer.run;

import io.parlance.contracts.ArtifactRef;
import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.DatasetWindow;
import io.parlance.contracts.Hyperparameters;
import io.parlance.contracts.ModelRef;
import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Topics;
import io.parlance.contracts.TrainingProgressed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Runs for tests. */
public final class TestRuns {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final ModelRef BASE = new ModelRef("tiny", artifact("tiny"));

    private TestRuns() {}

    public static RunRequest request(String dataset, long trainExamples) {
        return new RunRequest(
                BASE,
                new DatasetWindow(
                        dataset,
                        Topics.EXAMPLES_PREPARED,
                        List.of(new OffsetRange(0, 0, 10), new OffsetRange(1, 0, 0))),
                new Hyperparameters(3, 8, 1e-3, 0.01, 8, 16, 0.05, 1024, 7),
                1.0,
                trainExamples,
                "demo",
                Map.of("team", "lamps"),
                RunRequest.Trigger.API);
    }

    static BaseModelImported base() {
        return new BaseModelImported(BASE, "auto", "LlamaForCausalLM", 1, "ab".repeat(32), "cd".repeat(32));
    }

    static TrainingRun validating(String id) {
        return RunRules.acceptFile(
                        id,
                        request("file-1", 5),
                        new RunState.Validating(OptionalInt.of(2), OptionalInt.empty(), OptionalDouble.of(0.5)),
                        NOON)
                .run();
    }

    static TrainingRun queued(String id) {
        return RunRules.accept(id, request("live", 5), NOON).run();
    }

    static TrainingRun running(String id) {
        return RunRules.start(queued(id), NOON).run();
    }

    static ModelTrained trained(TrainingRun run) {
        return new ModelTrained(
                run.id(),
                new ModelRef("ft:tiny:parlance:demo:" + run.id(), artifact("ft")),
                BASE,
                run.request().window(),
                run.request().hyperparameters(),
                5,
                1,
                0,
                1000,
                1.5,
                1.6,
                "fp32",
                "cpu");
    }

    static TrainingProgressed step(String runId, long step, double loss) {
        return new TrainingProgressed(
                runId,
                TrainingProgressed.Phase.TRAINING,
                step,
                10,
                0.1 * step,
                loss,
                null,
                1e-3,
                0.5,
                100.0,
                50 * step,
                2.0);
    }

    private static ArtifactRef artifact(String name) {
        return new ArtifactRef("file:///store/models/" + name + "/manifest.json", "ab".repeat(32), 10);
    }
}
