package io.parlance.preprocess.augmentation;

import io.parlance.contracts.Turn;
import java.util.List;

/**
 * What one method made of one conversation.
 *
 * @param messages the child's, as many as the parent's; the parent's own where the verdict is {@link Verdict.Failed}
 * @param turns those that were given to the method
 */
public record Attempt(Method method, List<Turn> messages, List<RewordedTurn> turns, Verdict verdict) {
    public Attempt {
        messages = List.copyOf(messages);
        turns = List.copyOf(turns);
    }
}
