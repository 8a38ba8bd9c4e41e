package io.parlance.evaluator.evaluation;

import io.parlance.contracts.EvaluationCompleted;
import io.parlance.contracts.EvaluationFailed;
import io.parlance.contracts.ModelPromoted;

/** What an evaluation came to. */
public sealed interface EvaluationOutcome {
    /** The candidate is better and is to be served. */
    record Promoted(EvaluationCompleted evaluation, ModelPromoted promotion) implements EvaluationOutcome {}

    /** The champion stays. */
    record Kept(EvaluationCompleted evaluation) implements EvaluationOutcome {}

    /** There is no figure to decide on. */
    record Failed(EvaluationFailed failure) implements EvaluationOutcome {}
}
