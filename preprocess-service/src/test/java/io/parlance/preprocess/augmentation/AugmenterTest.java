package io.parlance.preprocess.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.contracts.Embedding;
import io.parlance.contracts.ToolCall;
import io.parlance.contracts.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class AugmenterTest {
    private final Method method = new ReversedWords("reversed");

    /** Alike, unless a text speaks of tea. */
    private final QualityGate gate =
            new QualityGate(text -> text.startsWith("tea") ? new Embedding(0.6f, 0.8f) : new Embedding(1, 0), 0.7);

    private final Augmenter augmenter = new Augmenter(gate, Speakers.USER, 1);

    @Test
    void changesWhatUsersSayAndNothingElse() {
        // Given
        Turn call = new Turn(
                "assistant",
                "let me look",
                List.of(new ToolCall("c", "function", new ToolCall.Function("look", "{}"))),
                null,
                null);
        List<Turn> messages = List.of(
                new Turn("system", "be good"),
                new Turn("user", "one coffee please"),
                call,
                new Turn("tool", "all fine", List.of(), "c", null),
                new Turn("assistant", "here you are"));
        // When
        Attempt attempt = augmenter.attempt(method, "k", messages);
        // Then
        assertThat(attempt.messages())
                .containsExactly(
                        messages.get(0),
                        new Turn("user", "please coffee one"),
                        messages.get(2),
                        messages.get(3),
                        messages.get(4));
        assertThat(attempt.turns())
                .containsExactly(new RewordedTurn(
                        1, "user", "one coffee please", "via one coffee please", "please coffee one", 1));
        assertThat(attempt.verdict()).isEqualTo(new Verdict.Passes(1));
    }

    @Test
    void changesAnswersTooWhenAskedTo() {
        // Given
        Augmenter all = new Augmenter(gate, Speakers.ALL, 1);
        List<Turn> messages =
                List.of(new Turn("user", "one coffee"), new Turn("assistant", "here it is", List.of(), null, 0));
        // When
        Attempt attempt = all.attempt(method, "k", messages);
        // Then
        assertThat(attempt.messages())
                .containsExactly(
                        new Turn("user", "coffee one"), new Turn("assistant", "is it here", List.of(), null, 0));
    }

    @Test
    void refusesWhatStaysTheSameButForSigns() {
        // When
        Attempt attempt = augmenter.attempt(method, "k", List.of(new Turn("user", "Coffee!")));
        // Then
        assertThat(attempt.verdict()).isEqualTo(new Verdict.Identical());
    }

    @Test
    void refusesAConversationInWhichOneTurnLostItsMeaning() {
        // Given: the second turn comes back as "tea no..", which the embedder finds unlike
        List<Turn> messages = List.of(
                new Turn("user", "one two three"), new Turn("assistant", "ok"), new Turn("user", "more of tea"));
        // When
        Attempt attempt = augmenter.attempt(method, "k", messages);
        // Then
        assertThat(attempt.verdict()).isInstanceOfSatisfying(Verdict.Unlike.class, unlike -> {
            assertThat(unlike.similarity()).isBetween(0.59, 0.61);
            assertThat(unlike.why()).isEqualTo("messages[2] is similar by 0.600, at least 0.7 is asked for");
        });
    }

    @Test
    void saysWhichTurnAMethodCouldNotReword() {
        // When
        Attempt attempt =
                augmenter.attempt(method, "k", List.of(new Turn("user", "one two"), new Turn("user", "fails")));
        // Then
        assertThat(attempt.verdict()).isEqualTo(new Verdict.Failed("messages[1]: it will not have that"));
        assertThat(attempt.messages()).containsExactly(new Turn("user", "one two"), new Turn("user", "fails"));
    }

    @Test
    void letsAnAbsentEngineBeASurprise() {
        assertThatThrownBy(() -> augmenter.attempt(method, "k", List.of(new Turn("user", "away"))))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void refusesASimilarityThatIsNone() {
        assertThatThrownBy(() -> new QualityGate(text -> new Embedding(1), 1.1))
                .hasMessage("min-similarity is 1.1, expected 0 to 1");
    }
}
