package io.parlance.preprocess.recipe.operation;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;

/** What one operation makes of a conversation. */
public sealed interface Verdict {
    /**
     * It goes on.
     *
     * @param conversation the very same object when nothing was changed
     * @param changed turns with another text than before; label, metadata and tools count as one more together
     * @param language ISO 639-1, or und where it cannot be told; null when the operation did not look
     */
    record Kept(ConversationSubmitted conversation, int changed, String language) implements Verdict {}

    /** @param detail figures and places, never text of the conversation */
    record Dropped(DropReason reason, String detail) implements Verdict {}

    /** As it came. */
    static Verdict untouched(ConversationSubmitted conversation) {
        return new Kept(conversation, 0, null);
    }
}
