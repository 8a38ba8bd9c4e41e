package io.parlance.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.CompletionServed;
import io.parlance.inference.answer.AnswerSink;
import io.parlance.inference.answer.Ending;
import io.parlance.inference.answer.Piece;
import io.parlance.inference.request.ChatRequest;
import io.parlance.model.onnx.SamplingParameters;
import io.parlance.model.text.ChatMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeptAnswerTest {
    private final List<CompletionServed> kept = new ArrayList<>();
    private final KeptAnswer answer =
            new KeptAnswer(new Deaf(), kept::add, twoChoices(), "chatcmpl-1", "tiny-base", Instant.EPOCH);

    @Test
    void keepsTheChoicesByTheirNumbersWhicheverEndsFirst() {
        // When
        answer.piece(0, new Piece("a long", List.of()));
        answer.piece(1, new Piece("short", List.of()));
        answer.ended(1, new Ending.Stopped(), 1);
        answer.piece(0, new Piece(" one", List.of()));
        answer.ended(0, new Ending.LengthReached(), 2);
        // Then
        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().choices())
                .extracting(choice -> choice.index() + " " + choice.message().content() + " " + choice.finishReason())
                .containsExactly("0 a long one length", "1 short stop");
    }

    @Test
    void keepsNothingOfAnAnswerThatWasCutOff() {
        // When
        answer.piece(0, new Piece("half", List.of()));
        answer.ended(0, new Ending.Cancelled(), 1);
        answer.piece(1, new Piece("whole", List.of()));
        answer.ended(1, new Ending.Stopped(), 1);
        // Then
        assertThat(kept).isEmpty();
    }

    private static ChatRequest twoChoices() {
        return new ChatRequest(
                "parlance",
                List.of(new ChatMessage("user", "Hi", List.of(), null, true)),
                2,
                SamplingParameters.greedy(),
                new ChatRequest.End(OptionalInt.empty(), 0, List.of(), Set.of(), false),
                OptionalInt.empty(),
                new ChatRequest.Delivery.Whole(),
                Optional.of(new ChatRequest.Keeping(Optional.empty())));
    }

    private static final class Deaf implements AnswerSink {
        @Override
        public void piece(int choice, Piece piece) {}

        @Override
        public void ended(int choice, Ending ending, int completionTokens) {}
    }
}
