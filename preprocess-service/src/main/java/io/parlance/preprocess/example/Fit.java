package io.parlance.preprocess.example;

import io.parlance.contracts.Change;
import java.util.List;

/** How a conversation fits into examples of limited length. */
sealed interface Fit {
    /** @param changes turns left out, in the manner of a recipe's changes */
    record Fits(List<Draft> drafts, List<Change> changes) implements Fit {
        public Fits {
            drafts = List.copyOf(drafts);
            changes = List.copyOf(changes);
        }
    }

    /** @param hint why the policy did not help, or how to mend it */
    record TooLong(int tokens, String hint) implements Fit {}

    record NothingToTrain(int tokens) implements Fit {}
}
