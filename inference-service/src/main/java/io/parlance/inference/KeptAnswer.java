package io.parlance.inference;

import io.parlance.contracts.CompletionServed;
import io.parlance.contracts.Turn;
import io.parlance.inference.answer.AnswerSink;
import io.parlance.inference.answer.Ending;
import io.parlance.inference.answer.Piece;
import io.parlance.inference.request.ChatRequest;
import io.parlance.model.text.ChatMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Listens to the answers of one request on their way, and has them kept once all are whole. */
final class KeptAnswer implements AnswerSink {
    private final AnswerSink sink;
    private final Consumer<CompletionServed> answers;
    private final ChatRequest request;
    private final String id;
    private final String model;
    private final Instant created;
    private final List<StringBuilder> texts = new ArrayList<>();
    private final List<CompletionServed.Choice> whole = new ArrayList<>();
    private int open;
    private boolean broken;

    /** @param id the completion's @param model the one that answers */
    KeptAnswer(
            AnswerSink sink,
            Consumer<CompletionServed> answers,
            ChatRequest request,
            String id,
            String model,
            Instant created) {
        this.sink = sink;
        this.answers = answers;
        this.request = request;
        this.id = id;
        this.model = model;
        this.created = created;
        this.open = request.choices();
        for (int i = 0; i < request.choices(); i++) {
            texts.add(new StringBuilder());
        }
    }

    @Override
    public void piece(int choice, Piece piece) {
        texts.get(choice).append(piece.text());
        sink.piece(choice, piece);
    }

    @Override
    public void ended(int choice, Ending ending, int completionTokens) {
        sink.ended(choice, ending, completionTokens);
        switch (ending) {
            case Ending.Stopped _ -> take(choice, "stop");
            case Ending.LengthReached _ -> take(choice, "length");
            case Ending.Cancelled _, Ending.Failed _ -> broken = true;
        }
        if (--open == 0 && !broken) {
            keep();
        }
    }

    private void take(int choice, String finishReason) {
        String text = texts.get(choice).toString();
        if (!text.isBlank()) {
            whole.add(new CompletionServed.Choice(choice, new Turn("assistant", text), finishReason));
        }
    }

    /** Turns without text are no part of a conversation to learn from; where nothing is left, nothing is kept. */
    private void keep() {
        List<Turn> asked = request.messages().stream()
                .filter(message -> !message.content().isBlank())
                .map(KeptAnswer::turn)
                .toList();
        if (!asked.isEmpty() && !whole.isEmpty()) {
            answers.accept(new CompletionServed(
                    id,
                    model,
                    created.toEpochMilli(),
                    asked,
                    List.of(),
                    inOrder(),
                    request.keeping().flatMap(ChatRequest.Keeping::user).orElse(null)));
        }
    }

    /** Answers end in any order. */
    private List<CompletionServed.Choice> inOrder() {
        return whole.stream()
                .sorted(Comparator.comparingInt(CompletionServed.Choice::index))
                .toList();
    }

    private static Turn turn(ChatMessage message) {
        return new Turn(message.role(), message.content());
    }
}
