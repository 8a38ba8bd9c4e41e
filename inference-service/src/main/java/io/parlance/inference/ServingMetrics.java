package io.parlance.inference;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.parlance.inference.answer.AnswerSink;
import io.parlance.inference.answer.Ending;
import io.parlance.inference.answer.Piece;
import io.parlance.inference.serving.ModelShelf;
import io.parlance.inference.serving.ServedModel;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** What is counted of the answers, as {@code parlance_*} and by OpenTelemetry's GenAI names. */
final class ServingMetrics {
    private final MeterRegistry registry;

    ServingMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Gauges of the model that serves. */
    void watch(ModelShelf shelf) {
        gauge("parlance.inference.requests.running", shelf, model -> model.engine()
                .metrics()
                .running());
        gauge("parlance.inference.requests.waiting", shelf, model -> model.engine()
                .metrics()
                .waiting());
        registry.gauge(
                "parlance.inference.model.active",
                shelf,
                s -> s.state().active().isPresent() ? 1 : 0);
        registry.gauge("parlance.inference.model.settled", shelf, s -> s.state().isSettled() ? 1 : 0);
    }

    private void gauge(String name, ModelShelf shelf, ToDoubleFunction<ServedModel> value) {
        registry.gauge(
                name, shelf, s -> s.state().active().map(value::applyAsDouble).orElse(0.0));
    }

    void swapped() {
        registry.counter("parlance.inference.swaps").increment();
    }

    void refused() {
        registry.counter("parlance.inference.requests.refused").increment();
    }

    /** A client went away before its answer was whole. */
    void clientGone() {
        registry.counter("parlance.inference.clients.gone").increment();
    }

    /** Counts what passes to a sink, and times it from now on. */
    AnswerSink meter(AnswerSink sink, ServedModel model, int promptTokens, int choices) {
        return new Metered(sink, model.id(), promptTokens, choices);
    }

    private final class Metered implements AnswerSink {
        private final AnswerSink sink;
        private final String model;
        private final int promptTokens;
        private final long start = System.nanoTime();
        private int open;
        private boolean begun;

        Metered(AnswerSink sink, String model, int promptTokens, int choices) {
            this.sink = sink;
            this.model = model;
            this.promptTokens = promptTokens;
            this.open = choices;
        }

        @Override
        public void piece(int choice, Piece piece) {
            if (!begun) {
                begun = true;
                timer("gen_ai.server.time_to_first_token").record(since());
            }
            sink.piece(choice, piece);
        }

        @Override
        public void ended(int choice, Ending ending, int completionTokens) {
            String reason =
                    switch (ending) {
                        case Ending.Stopped _ -> "stop";
                        case Ending.LengthReached _ -> "length";
                        case Ending.Cancelled _ -> "cancelled";
                        case Ending.Failed _ -> "error";
                    };
            registry.counter("parlance.inference.answers", "model", model, "finished_reason", reason)
                    .increment();
            tokens("generation").increment(completionTokens);
            if (--open == 0) {
                tokens("prompt").increment(promptTokens);
                timer("gen_ai.server.request.duration").record(since());
            }
            sink.ended(choice, ending, completionTokens);
        }

        private Counter tokens(String kind) {
            return registry.counter("parlance.inference.tokens", "model", model, "kind", kind);
        }

        private Timer timer(String name) {
            return Timer.builder(name)
                    .tag("gen_ai.request.model", model)
                    .tag("gen_ai.operation.name", "chat")
                    .publishPercentileHistogram()
                    .register(registry);
        }

        private Duration since() {
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }
}
