package io.parlance.trainer.window;

import io.parlance.model.text.TokenSequence;
import java.util.List;

/**
 * The examples of a window that a run can use, in the order of partitions and offsets, and what became of the rest.
 *
 * @param test examples of the test split, which nobody trains on
 * @param ofOtherDatasets records with another dataset's name
 * @param ofOtherFormats examples that were prepared for another base model's tokenizer or template
 * @param repeated deliveries of an example that was already counted
 * @param unreadable records that are no prepared example
 * @param erased keys of any dataset that have a tombstone in the window, each of which tells of an example that is gone
 * @param pairs preference pairs among train and validation, of which only the preferred answer is trained on
 */
public record WindowExamples(
        List<TokenSequence> train,
        List<TokenSequence> validation,
        long test,
        long ofOtherDatasets,
        long ofOtherFormats,
        long repeated,
        long unreadable,
        long erased,
        long pairs) {
    public WindowExamples {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
    }

    /** One sentence with all the counts. */
    public String summary() {
        return "%d train, %d validation and %d test examples; passed over: %d of other datasets, %d prepared for another tokenizer or template, %d repeated, %d unreadable, %d erased%s"
                .formatted(
                        train.size(),
                        validation.size(),
                        test,
                        ofOtherDatasets,
                        ofOtherFormats,
                        repeated,
                        unreadable,
                        erased,
                        pairs == 0
                                ? ""
                                : "; of %d preference pairs only the preferred answer is trained on".formatted(pairs));
    }

    /**
     * How many training examples the window held once and does not any more. What is in a topic never goes but by an
     * erasure.
     *
     * @param once counted when the window was fixed, repeated ones included
     */
    public long goneSince(long once) {
        return Math.max(0, once - train.size() - repeated);
    }

    /** Whether something was passed over that the asker may have expected to be trained on. */
    public boolean isWorthAWarning() {
        return ofOtherFormats > 0 || unreadable > 0 || pairs > 0;
    }
}
