package io.parlance.preprocess.augmentation.work;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.preprocess.augmentation.Attempt;
import io.parlance.preprocess.augmentation.Augmenter;
import io.parlance.preprocess.augmentation.Child;
import io.parlance.preprocess.augmentation.Method;
import io.parlance.preprocess.augmentation.Parents;
import io.parlance.preprocess.augmentation.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes an example's children: method after method, until there are as many as allowed.
 *
 * @param maxChildren at least 1
 */
record Family(Parents parents, Augmenter augmenter, List<Method> methods, int maxChildren) {
    /** What one method made of one example. */
    record Birth(ExamplePrepared parent, Attempt attempt) {
        boolean passes() {
            return attempt.verdict() instanceof Verdict.Passes;
        }

        ConversationSubmitted child() {
            return Child.of(parent, attempt);
        }
    }

    /** @throws io.parlance.preprocess.augmentation.UnavailableException when a method can work on no text */
    List<Birth> of(ExamplePrepared example) {
        List<Birth> births = new ArrayList<>();
        if (!parents.include(example)) {
            return births;
        }
        int children = 0;
        for (Method method : methods) {
            if (children == maxChildren) {
                break;
            }
            Birth birth = new Birth(example, augmenter.attempt(method, example.key(), example.messages()));
            births.add(birth);
            children += birth.passes() ? 1 : 0;
        }
        return births;
    }
}
