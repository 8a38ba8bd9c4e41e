package io.parlance.evaluator.evaluation;

import io.parlance.contracts.ModelRef;
import io.parlance.contracts.ModelTrained;
import java.util.List;

/**
 * A trained model that stands for being served.
 *
 * @param champion what serves now
 * @param examples the test split of the window it was trained on; may be empty
 * @param leftOut test examples that were prepared with another tokenizer or template, and so cannot be scored
 */
public record Candidacy(ModelTrained trained, ModelRef champion, List<TestExample> examples, long leftOut) {
    public Candidacy {
        examples = List.copyOf(examples);
    }

    /** The same candidacy always has the same id, however often it is looked at. */
    public String evaluationId() {
        return "eval-" + trained.runId();
    }
}
