package io.parlance.preprocess.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.recipe.DuplicateRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    private static final String PROMPT =
            "You answer for a lamp shop. Be brief, be kind, quote prices in euros and never promise a date of delivery.";

    @ParameterizedTest
    @ValueSource(strings = {"system", "developer"})
    void comparesWhatIsSaidUnderTheSameInstructionsAndNotTheInstructions(String role) {
        // Given
        ConversationSubmitted one = under(role, "Is the Heron in stock?", "Two are left in the back room.");
        ConversationSubmitted other = under(role, "When do you open on Friday?", "At ten, and we close at five.");
        // When
        double dialogue = shingles(one, false).jaccard(shingles(other, false));
        double everything = shingles(one, true).jaccard(shingles(other, true));
        // Then
        assertThat(dialogue).isZero();
        assertThat(everything).isGreaterThan(0.4);
    }

    @Test
    void tellsTheSameDialogueUnderOtherInstructionsApartByItsDigestOnly() {
        // Given
        ConversationSubmitted one = under("system", "Is the Heron in stock?", "Two are left.");
        ConversationSubmitted other = one.withTurns(one.messages().subList(1, 3), List.of());
        // When
        Fingerprint with = Fingerprint.of(one, rules(false));
        Fingerprint without = Fingerprint.of(other, rules(false));
        // Then
        assertThat(with.shingles()).isEqualTo(without.shingles());
        assertThat(with.text()).isNotEqualTo(without.text());
    }

    private static ConversationSubmitted under(String role, String question, String answer) {
        return new ConversationSubmitted(
                "c-1",
                "live",
                List.of(new Turn(role, PROMPT), new Turn("user", question), new Turn("assistant", answer)),
                Map.of());
    }

    private static Shingles shingles(ConversationSubmitted conversation, boolean instructions) {
        return Fingerprint.of(conversation, rules(instructions)).shingles();
    }

    private static DuplicateRules rules(boolean instructions) {
        return new DuplicateRules(
                true,
                Optional.of(new DuplicateRules.Near(0.8, 3, instructions, DuplicateRules.Action.DROP)),
                Optional.empty());
    }
}
