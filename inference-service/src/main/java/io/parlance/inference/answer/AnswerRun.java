package io.parlance.inference.answer;

import io.parlance.inference.request.ChatRequest;
import io.parlance.inference.serving.ServedModel;
import io.parlance.model.onnx.Finish;
import io.parlance.model.onnx.GeneratedToken;
import io.parlance.model.onnx.Generation;
import io.parlance.model.onnx.GenerationEngine;
import io.parlance.model.onnx.GenerationListener;
import io.parlance.model.onnx.GenerationRequest;
import io.parlance.model.onnx.StopRules;
import io.parlance.model.onnx.Submission;
import io.parlance.model.text.TokenIds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The choices of one request, generated side by side by one model.
 *
 * <p>Confined to one serial executor: {@link #start} and {@link #cancel} are called on it, and the sink is.
 */
public final class AnswerRun {
    /** What became of a run. */
    public sealed interface Started {
        record Running(AnswerRun run) implements Started {}

        record QueueFull(int capacity) implements Started {}

        record ContextExceeded(String message) implements Started {}

        /** The model is being replaced: ask the shelf again. */
        record Replaced() implements Started {}
    }

    private final AnswerSink sink;
    private final Executor serial;
    private final List<Generation> generations = new ArrayList<>();
    private boolean over;

    private AnswerRun(AnswerSink sink, Executor serial) {
        this.sink = sink;
        this.serial = serial;
    }

    /** Hands in all choices, or none of them. */
    public static Started start(
            ServedModel model, ChatRequest request, TokenIds prompt, AnswerSink sink, Executor serial) {
        AnswerRun run = new AnswerRun(sink, serial);
        int maxTokens = request.end().maxTokens().orElse(model.contextTokens() - prompt.size());
        StopRules stop = new StopRules(maxTokens, request.end().minTokens(), stopIds(model, request.end()));
        for (int choice = 0; choice < request.choices(); choice++) {
            GenerationEngine engine = model.engine();
            Choice listener = run
            .new Choice(
                    choice,
                    new AnswerText(
                            model.tokenizer(),
                            request.end().texts(),
                            request.end().minTokens()));
            Submission submission = engine.submit(
                    new GenerationRequest(prompt, request.sampling(choice), stop, request.topLogprobs()), listener);
            switch (submission) {
                case Submission.Accepted accepted -> run.generations.add(accepted.generation());
                case Submission.QueueFull full -> {
                    run.cancel();
                    return new Started.QueueFull(full.capacity());
                }
                case Submission.ContextExceeded exceeded -> {
                    run.cancel();
                    return new Started.ContextExceeded(exceeded.message());
                }
                case Submission.Draining _ -> {
                    run.cancel();
                    return new Started.Replaced();
                }
            }
        }
        return new Started.Running(run);
    }

    private static Set<Integer> stopIds(ServedModel model, ChatRequest.End end) {
        Set<Integer> ids = new HashSet<>(end.tokenIds());
        if (!end.ignoreEndMarks()) {
            for (int id : model.chatFormat().endOfTurn().toArray()) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** Ends the decoding; the sink hears nothing more. */
    public void cancel() {
        over = true;
        generations.forEach(Generation::cancel);
    }

    /** Hears the engine on its own thread and hands over to the serial executor. */
    private final class Choice implements GenerationListener {
        private final int index;
        private final AnswerText text;
        private boolean ended;

        Choice(int index, AnswerText text) {
            this.index = index;
            this.text = text;
        }

        @Override
        public void token(GeneratedToken token) {
            serial.execute(() -> take(token));
        }

        @Override
        public void finished(Finish finish, int completionTokens) {
            serial.execute(() -> end(finish, completionTokens));
        }

        private void take(GeneratedToken token) {
            if (over || ended) {
                return;
            }
            show(text.add(token));
            if (text.stopped()) {
                generations.get(index).cancel();
                close(new Ending.Stopped(), text.tokens());
            }
        }

        private void end(Finish finish, int completionTokens) {
            if (over || ended) {
                return;
            }
            show(text.finish());
            Ending ending =
                    switch (finish) {
                        case Finish.Stopped _ -> new Ending.Stopped();
                        case Finish.LengthReached _ ->
                            text.stopped() ? new Ending.Stopped() : new Ending.LengthReached();
                        case Finish.Cancelled _ -> new Ending.Cancelled();
                        case Finish.Failed failed -> new Ending.Failed(failed.message());
                    };
            close(ending, completionTokens);
        }

        private void show(Piece piece) {
            if (!piece.isEmpty()) {
                sink.piece(index, piece);
            }
        }

        private void close(Ending ending, int completionTokens) {
            ended = true;
            sink.ended(index, ending, completionTokens);
            if (ending instanceof Ending.Failed || ending instanceof Ending.Cancelled) {
                // Half an answer is none: the other choices need not be computed.
                cancel();
            }
        }
    }
}
