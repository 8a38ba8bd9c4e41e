package io.parlance.preprocess.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Conversations for tests, and recipes of one operation applied to them. */
public final class AnyConversation {
    private AnyConversation() {}

    /** User and assistant take turns. */
    public static ConversationSubmitted saying(String... texts) {
        List<Turn> turns = new ArrayList<>();
        for (String text : texts) {
            turns.add(new Turn(turns.size() % 2 == 0 ? "user" : "assistant", text));
        }
        return new ConversationSubmitted("c1", "live", turns, Map.of());
    }

    public static Recipe recipe(String operation) {
        return Recipe.read("operations:\n  - " + operation + "\n");
    }

    /** What one operation makes of one text, which must not be dropped. */
    public static String after(String operation, String text) {
        RecipeOutcome outcome = recipe(operation).apply(saying(text, "Yes."));
        assertThat(outcome).isInstanceOf(RecipeOutcome.Kept.class);
        return ((RecipeOutcome.Kept) outcome)
                .conversation()
                .messages()
                .getFirst()
                .content();
    }

    /** The outcome of a conversation that one operation drops. */
    public static RecipeOutcome.Dropped dropped(RecipeOutcome outcome) {
        assertThat(outcome).isInstanceOf(RecipeOutcome.Dropped.class);
        return (RecipeOutcome.Dropped) outcome;
    }
}
