package io.parlance.preprocess.example;

import io.parlance.contracts.Change;
import io.parlance.contracts.ConversationSubmitted;
import java.util.List;

/**
 * A conversation on its way.
 *
 * @param language ISO 639-1, when the recipe looked; else null
 * @param changes what the recipe did so far
 */
public record Cleaned(ConversationSubmitted conversation, String language, List<Change> changes) {
    public Cleaned {
        changes = changes == null ? List.of() : List.copyOf(changes);
    }

    /** As it came in. */
    public static Cleaned notYet(ConversationSubmitted conversation) {
        return new Cleaned(conversation, null, List.of());
    }
}
