package io.parlance.preprocess.recipe;

import io.parlance.contracts.Change;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import java.util.List;

/** What a recipe makes of a conversation. */
public sealed interface RecipeOutcome {
    /** What the operations did, in their order; those that changed nothing are left out. */
    List<Change> changes();

    /** @param language ISO 639-1, or und where it cannot be told; null when no operation looked */
    record Kept(ConversationSubmitted conversation, String language, List<Change> changes) implements RecipeOutcome {}

    /**
     * @param operation name and version of the one that dropped it
     * @param detail figures and places, never text of the conversation
     * @param changes what the operations before had done
     */
    record Dropped(String operation, DropReason reason, String detail, List<Change> changes) implements RecipeOutcome {}
}
