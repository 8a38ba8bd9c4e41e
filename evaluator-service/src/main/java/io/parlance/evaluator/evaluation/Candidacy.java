package io.parlance.evaluator.evaluation;

import io.parlance.contracts.ModelRef;
import io.parlance.contracts.ModelTrained;
import java.util.ArrayList;
import java.util.List;

/**
 * A trained model that stands for being served.
 *
 * @param champion what serves now
 * @param examples the test split of the window it was trained on; may be empty
 * @param passedOver what else the window holds, or held
 */
public record Candidacy(ModelTrained trained, ModelRef champion, List<TestExample> examples, PassedOver passedOver) {
    public Candidacy {
        examples = List.copyOf(examples);
    }

    /** The same candidacy always has the same id, however often it is looked at. */
    public String evaluationId() {
        return evaluationId(trained);
    }

    /** The id of the evaluation of a model, whatever comes of it. */
    public static String evaluationId(ModelTrained trained) {
        return "eval-" + trained.runId();
    }

    /**
     * What of a window is not scored, though somebody may expect it to be.
     *
     * @param otherFormat test examples that were prepared with another tokenizer or template
     * @param unreadable records that are no example
     * @param erased training examples that the run still had; of test examples nobody knows how many there were
     */
    public record PassedOver(long otherFormat, long unreadable, long erased) {
        public static final PassedOver NOTHING = new PassedOver(0, 0, 0);

        /** In words, beginning with {@code "; "}; empty when there is nothing to say. */
        public String inWords() {
            List<String> words = new ArrayList<>();
            if (otherFormat > 0) {
                words.add("%d test examples of another tokenizer or template were left out".formatted(otherFormat));
            }
            if (unreadable > 0) {
                words.add("%d records could not be read".formatted(unreadable));
            }
            if (erased > 0) {
                words.add("%d examples that it was trained on are erased since".formatted(erased));
            }
            return words.isEmpty() ? "" : "; " + String.join(", ", words);
        }
    }
}
