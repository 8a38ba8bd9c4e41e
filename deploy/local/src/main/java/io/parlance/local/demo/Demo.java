package io.parlance.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.EvaluationCompleted;
import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.Topics;
import io.parlance.local.console.Bar;
import io.parlance.local.console.Screen;
import io.parlance.local.console.Spans;
import io.parlance.local.demo.Ledger.Counts;
import io.parlance.local.topics.TopicReader;
import io.parlance.local.world.WorldException;
import io.parlance.local.world.WorldState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** Conversations in, a better model out: the steps of the demo against a running world. */
final class Demo {
    private static final Duration AWAY = Duration.ofMinutes(5);
    private static final Duration BLINK = Duration.ofMillis(250);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WorldState world;
    private final Screen screen;
    private final Timings timings;
    private final GatewayClient gateway;

    Demo(WorldState world, Screen screen, Timings timings) {
        this.world = world;
        this.screen = screen;
        this.timings = timings;
        this.gateway = new GatewayClient(world.baseUrl(), AWAY);
    }

    /** Waits until the trainer has announced a base model. @param reference the one that is wanted, or any */
    BaseModelImported awaitBaseModel(Optional<String> reference, BooleanSupplier stillHopeful)
            throws InterruptedException {
        long begun = System.nanoTime();
        var newest = new AtomicReference<BaseModelImported>();
        try (var reader = new TopicReader(world.bootstrapServers(), List.of(Topics.MODELS_IMPORTED))) {
            while (newest.get() == null) {
                reader.poll(BLINK).stream()
                        .filter(found -> found.value() != null)
                        .map(found -> TopicReader.event(found, BaseModelImported.class))
                        .filter(event ->
                                reference.map(event.reference()::equals).orElse(true))
                        .forEach(newest::set);
                if (newest.get() == null && !stillHopeful.getAsBoolean())
                    throw new WorldException("No base model could be imported; ./parlance logs trainer says why.");
                screen.status("   fetching and converting it (%s)".formatted(Spans.of(since(begun))));
            }
        }
        BaseModelImported base = newest.get();
        screen.line(
                "   %s: %s, %.1f million parameters, from %s",
                base.model().id(), base.architecture(), base.parameters() / 1e6, base.reference());
        return base;
    }

    /** Sends the conversations and waits until every one is accounted for. */
    void submit(ConversationFile conversations) throws InterruptedException {
        try (var ledger = new Ledger(world.bootstrapServers())) {
            Counts before = ledger.readToEnd();
            JsonNode receipt = gateway.post("/conversations", "application/x-ndjson", conversations::body);
            long accepted = receipt.get("accepted").asLong();
            screen.line(
                    "   POST /v1/conversations: %d lines, %d accepted, %d rejected",
                    receipt.get("received").asLong(),
                    accepted,
                    receipt.get("rejected").asLong());
            for (JsonNode rejection : receipt.path("rejections"))
                screen.line(
                        "     line %s: %s %s",
                        rejection.path("line").asText(),
                        rejection.at("/violations/0/field").asText(),
                        rejection.at("/violations/0/rule").asText());
            timings.end("conversations in");
            Counts after = awaitBalance(ledger, before.submitted() + accepted);
            screen.line("   this time   %s", after.since(before).inWords());
            if (before.submitted() > 0) screen.line("   altogether  %s", after.inWords());
            timings.end("cleaned, split, tokenised");
        }
    }

    private Counts awaitBalance(Ledger ledger, long submitted) {
        Counts counts = ledger.readToEnd();
        long moved = System.nanoTime();
        while (counts.submitted() < submitted || !counts.balances()) {
            Counts next = ledger.read(BLINK);
            if (next.accounted() != counts.accounted()) moved = System.nanoTime();
            counts = next;
            screen.status("   %s %d of %d accounted for"
                    .formatted(Bar.of(counts.accounted(), counts.submitted()), counts.accounted(), counts.submitted()));
            if (since(moved).compareTo(AWAY) > 0)
                throw new WorldException(
                        "%s: %d are unaccounted for and nothing has moved for %s; ./parlance logs preprocess says why."
                                .formatted(counts.inWords(), counts.submitted() - counts.accounted(), Spans.of(AWAY)));
        }
        return counts;
    }

    /** Starts a fine-tuning job and follows it until its model is whole. */
    ModelTrained train(BaseModelImported base, RunStart start) throws InterruptedException {
        var body = JSON.createObjectNode()
                .put("model", base.model().id())
                .put("training_file", "live")
                .put("suffix", "demo");
        String runId = start.begin(gateway, body);
        screen.line("   POST /v1/fine_tuning/jobs: %s", runId);
        try (var watch = new RunWatch(world.bootstrapServers(), runId)) {
            var lines = new ProgressLines(screen);
            while (watch.trained().isEmpty()) {
                watch.read(BLINK);
                watch.stopped().ifPresent(stopped -> {
                    throw new WorldException("The run stopped at step %d (%s): %s"
                            .formatted(stopped.step(), stopped.code(), stopped.message()));
                });
                lines.show(watch.progress());
            }
            ModelTrained model = watch.trained().orElseThrow();
            screen.line(
                    "   %s: %d conversations (%d for validation, %d too long), %d trained tokens, loss %.3f%s, %s on %s",
                    model.model().id(),
                    model.trainExamples(),
                    model.validationExamples(),
                    model.leftOutExamples(),
                    model.trainedTokens(),
                    model.trainLoss(),
                    model.validationLoss() == null ? "" : ", validation %.3f".formatted(model.validationLoss()),
                    model.precision(),
                    model.device());
            return model;
        }
    }

    /** Waits for the verdict on a run's model and, when it is promoted, until it is served. */
    EvaluationCompleted evaluate(ModelTrained model) throws InterruptedException {
        long begun = System.nanoTime();
        try (var watch = new RunWatch(world.bootstrapServers(), model.runId())) {
            while (watch.evaluation().isEmpty()) {
                watch.read(BLINK);
                watch.evaluationFailure().ifPresent(failed -> {
                    throw new WorldException(
                            "The evaluation failed (%s): %s".formatted(failed.code(), failed.message()));
                });
                screen.status("   both models answer the test conversations, in the form that is served (%s)"
                        .formatted(Spans.of(since(begun))));
            }
            EvaluationCompleted evaluation = watch.evaluation().orElseThrow();
            screen.line("   serving so far: %s", evaluation.champion().id());
            screen.line("   candidate:      %s", evaluation.candidate().id());
            Comparison.of(evaluation).forEach(line -> screen.line("   " + line));
            screen.line(
                    "   verdict: %s (%s)",
                    evaluation.verdict() == EvaluationCompleted.Verdict.PROMOTE ? "promoted" : "kept what serves",
                    evaluation.reason());
            timings.end("evaluation");
            if (evaluation.verdict() == EvaluationCompleted.Verdict.PROMOTE) {
                while (watch.promotion().isEmpty()) {
                    watch.read(BLINK);
                    screen.status("   waiting for the promotion");
                }
                awaitServed(evaluation.candidate().id());
                screen.line("   it serves now, without a request lost");
                timings.end("promotion served");
            }
            return evaluation;
        }
    }

    private void awaitServed(String model) throws InterruptedException {
        long begun = System.nanoTime();
        while (since(begun).compareTo(AWAY) < 0) {
            JsonNode models = gateway.get("/models");
            for (JsonNode listed : models.path("data"))
                if (model.equals(listed.path("id").asText())) return;
            screen.status("   inference loads it (%s)".formatted(Spans.of(since(begun))));
            Thread.sleep(BLINK);
        }
        throw new WorldException("%s was promoted, but is not served after %s; ./parlance logs inference says why."
                .formatted(model, Spans.of(AWAY)));
    }

    /** Both models answer the same questions. */
    void ask(List<Questions.Question> questions, String base, String served) throws IOException, InterruptedException {
        var chat = new ChatClient(world.baseUrl());
        for (Questions.Question question : questions) {
            screen.line("");
            screen.line("   Q: %s", indented(question.asked()));
            screen.line("   base:   %s", indented(answer(chat, base, question)));
            screen.line("   served: %s", indented(answer(chat, served, question)));
            if (!question.expected().isEmpty()) screen.line("   (%s)", indented(question.expected()));
        }
    }

    private String answer(ChatClient chat, String model, Questions.Question question) throws InterruptedException {
        return gateway.repeat(() -> chat.stream(model, question.messages(), 96, 0, piece -> {}))
                .strip();
    }

    private static String indented(String text) {
        return text.replaceAll("\\R+", "\n           ");
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
