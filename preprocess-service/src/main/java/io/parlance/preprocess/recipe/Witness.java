package io.parlance.preprocess.recipe;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.preprocess.recipe.operation.Verdict;

/** Looks on while a recipe works, to count or to show. Called by whichever thread applies the recipe. */
public interface Witness {
    /** @param operation index in {@link Recipe#operations} @param before as it came to the operation */
    void saw(int operation, ConversationSubmitted before, Verdict verdict);
}
