package io.parlance.preprocess.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many short conversations a second one thread takes through a recipe. */
@Tag("drill")
class RecipeDrill {
    private static final int CONVERSATIONS = 20_000;
    private static final int ROUNDS = 5;
    private static final String CLEANING = "strip-html, decode-entities, controls, unicode, whitespace";

    @Test
    void takesManyMoreConversationsASecondThanTheStreamBrings() {
        // Given
        List<ConversationSubmitted> conversations = conversations();
        measure("cleaning of before (baseline)", Recipe.read("operations: [%s]".formatted(CLEANING)), conversations);
        measure("and redaction", Recipe.read("operations: [%s, redact]".formatted(CLEANING)), conversations);
        measure(
                "and length, repetition, flagged words",
                Recipe.read("operations: [%s, redact, length, repetition, flagged-words: {words: [darn, heck]}]"
                        .formatted(CLEANING)),
                conversations);
        measure("and language", Recipe.read("operations: [%s, redact, language]".formatted(CLEANING)), conversations);
        // When
        double perSecond = measure("standard recipe", Recipe.standard(), conversations);
        // Then
        assertThat(perSecond).isGreaterThan(10_000);
    }

    private static double measure(String what, Recipe recipe, List<ConversationSubmitted> conversations) {
        double best = 0;
        long kept = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            kept = conversations.stream()
                    .filter(c -> recipe.apply(c) instanceof RecipeOutcome.Kept)
                    .count();
            best = Math.max(best, conversations.size() / ((System.nanoTime() - start) / 1e9));
        }
        System.out.printf(
                Locale.ROOT, "%s: %.0f conversations/s, %d of %d kept%n", what, best, kept, conversations.size());
        return best;
    }

    /** Four turns each; every tenth has markup, every twentieth an address, a number or both. */
    private static List<ConversationSubmitted> conversations() {
        Random random = new Random(5);
        List<ConversationSubmitted> conversations = new ArrayList<>();
        for (int i = 0; i < CONVERSATIONS; i++) {
            String order = "Where is %s order %d, please? I have been waiting for %d days now."
                    .formatted(i % 10 == 0 ? "<b>my</b>&nbsp;" : "my", 100_000 + random.nextInt(900_000), i % 30);
            String contact = i % 20 == 0
                    ? "You reach me at jo.%d@example.org or 415-555-%04d.".formatted(i, random.nextInt(10_000))
                    : "It should have been here on Monday, so they told me.";
            conversations.add(new ConversationSubmitted(
                    "c" + i,
                    "live",
                    List.of(
                            new Turn("user", order),
                            new Turn("assistant", "It left our house this morning and will be with you soon."),
                            new Turn("user", contact),
                            new Turn(
                                    "assistant", "Thank you. I will let you know as soon as I hear from the carrier.")),
                    Map.of()));
        }
        return conversations;
    }
}
