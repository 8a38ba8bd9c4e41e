package io.parlance.preprocess.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.Change;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A turn of n words is n + 2 tokens. */
class FittingTest {
    private static final BaseModel BASE = WordTokens.base("tiny", 1_000);
    private static final Turn SYSTEM = new Turn("system", "Be kind");

    @Test
    void leavesAloneWhatFits() {
        // When
        Fit fit = new Fitting(OverLength.SPLIT).fit(exchanges(2), BASE, 22);
        // Then
        assertThat(((Fit.Fits) fit).drafts()).hasSize(1);
        assertThat(((Fit.Fits) fit).changes()).isEmpty();
    }

    @Test
    void splitsBeforeUserTurnsAndGivesEachPartTheInstructions() {
        // When: 4 tokens of instructions and 9 for each exchange
        Fit fit = new Fitting(OverLength.SPLIT).fit(exchanges(5), BASE, 22);
        // Then
        List<Draft> parts = ((Fit.Fits) fit).drafts();
        assertThat(parts).extracting(part -> part.messages().size()).containsExactly(5, 5, 3);
        assertThat(parts).allSatisfy(part -> {
            assertThat(part.messages().getFirst()).isEqualTo(SYSTEM);
            assertThat(part.messages().get(1).role()).isEqualTo("user");
            assertThat(part.tokens().size()).isLessThanOrEqualTo(22);
        });
        assertThat(parts.stream()
                        .flatMap(part -> part.messages().stream().skip(1))
                        .toList())
                .isEqualTo(exchanges(5).messages().subList(1, 11));
    }

    @Test
    void leavesOutTheOldestTurnsAndSaysHowMany() {
        // When
        Fit fit = new Fitting(OverLength.TRUNCATE_LEFT).fit(exchanges(5), BASE, 22);
        // Then
        Fit.Fits fits = (Fit.Fits) fit;
        assertThat(fits.changes()).containsExactly(new Change("truncate-left@1", 6));
        List<Turn> whole = exchanges(5).messages();
        List<Turn> expected = new ArrayList<>(List.of(SYSTEM));
        expected.addAll(whole.subList(7, 11));
        assertThat(fits.drafts()).extracting(Draft::messages).containsExactly(expected);
    }

    @Test
    void dropsWhatNoPolicyCanMakeFitAndSaysWhy() {
        // Given
        ConversationSubmitted conversation = conversation(List.of(
                SYSTEM,
                new Turn("user", "a b"),
                new Turn("assistant", "w ".repeat(30).strip())));
        // When, then
        assertThat(((Fit.TooLong) new Fitting(OverLength.SPLIT).fit(conversation, BASE, 22)).hint())
                .contains("messages[1] alone does not fit");
        assertThat(((Fit.TooLong) new Fitting(OverLength.TRUNCATE_LEFT).fit(conversation, BASE, 22)).hint())
                .contains("last exchange alone");
        assertThat(((Fit.TooLong) new Fitting(OverLength.DROP).fit(conversation, BASE, 22)).tokens())
                .isEqualTo(40);
    }

    @Test
    void countsAPartThatWouldTrainNothing() {
        // Given
        ConversationSubmitted conversation = conversation(List.of(
                new Turn("user", "a b c d"),
                new Turn("assistant", "."),
                new Turn("user", "a b c d"),
                new Turn("assistant", "yes")));
        // When
        Fit.Fits fits = (Fit.Fits) new Fitting(OverLength.SPLIT).fit(conversation, BASE, 10);
        // Then
        assertThat(fits.drafts()).hasSize(1);
        assertThat(fits.changes()).containsExactly(new Change("untrained-part@1", 2));
    }

    @Test
    void truncatesBothAnswersOfAPairAlikeAndNeverSplitsThem() {
        // Given
        ConversationSubmitted pair =
                exchanges(5).withTurns(exchanges(5).messages(), List.of(new Turn("assistant", "no no no no")));
        // When
        Fit.Fits fits = (Fit.Fits) new Fitting(OverLength.TRUNCATE_LEFT).fit(pair, BASE, 22);
        Fit split = new Fitting(OverLength.SPLIT).fit(pair, BASE, 22);
        // Then
        Draft draft = fits.drafts().getFirst();
        assertThat(draft.messages()).hasSize(3);
        assertThat(draft.nonPreferred().tokens().size()).isEqualTo(4 + 4 + 6);
        assertThat(((Fit.TooLong) split).hint()).contains("pair is not split");
    }

    private static ConversationSubmitted exchanges(int count) {
        List<Turn> turns = new ArrayList<>(List.of(SYSTEM));
        for (int i = 0; i < count; i++) {
            turns.add(new Turn("user", "question " + i));
            turns.add(new Turn("assistant", "my answer " + i));
        }
        return conversation(turns);
    }

    private static ConversationSubmitted conversation(List<Turn> turns) {
        return new ConversationSubmitted("c1", "live", turns, Map.of());
    }
}
