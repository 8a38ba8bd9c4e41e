package io.parlance.preprocess.example;

import io.parlance.contracts.Change;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import io.parlance.preprocess.Sha256;
import java.util.List;

/**
 * A conversation after the recipe. What came in is left behind: of the original there is only its digest.
 *
 * @param content {@link Preparation#contentDigest} of the original
 * @param conversation as the recipe left it; null when the recipe drops it
 * @param language ISO 639-1, or {@code und} where it cannot be told, when the recipe looked; else null
 * @param changes what the recipe did
 * @param reason why the recipe drops it; else null
 * @param detail of the reason
 */
public record Received(
        String id,
        String dataset,
        Sha256 content,
        ConversationSubmitted conversation,
        String language,
        List<Change> changes,
        DropReason reason,
        String detail) {
    public Received {
        changes = changes == null ? List.of() : List.copyOf(changes);
        if ((conversation == null) == (reason == null)) {
            throw new IllegalArgumentException(
                    "conversation %s is either kept or dropped for a reason, not both".formatted(id));
        }
    }
}
