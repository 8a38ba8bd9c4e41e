package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A candidate was compared with what serves now, on the test split, both in the form that is served.
 *
 * @param evaluationId of this comparison
 * @param runId the run the candidate came from
 * @param champion what served when the evaluation began
 * @param window the dataset version whose test split was used
 * @param supervisedTokens tokens the perplexity and token accuracy rest on
 * @param reason the verdict in words, with the figure that decided it
 */
public record EvaluationCompleted(
        String evaluationId,
        String runId,
        ModelRef candidate,
        ModelRef champion,
        DatasetWindow window,
        long supervisedTokens,
        List<MetricComparison> metrics,
        Verdict verdict,
        String reason)
        implements Event {
    public EvaluationCompleted {
        Check.text("EvaluationCompleted", "evaluationId", evaluationId);
        Check.text("EvaluationCompleted", "runId", runId);
        Check.present("EvaluationCompleted", "candidate", candidate);
        Check.present("EvaluationCompleted", "champion", champion);
        Check.present("EvaluationCompleted", "window", window);
        Check.atLeast("EvaluationCompleted", "supervisedTokens", supervisedTokens, 1);
        metrics = List.copyOf(Check.present("EvaluationCompleted", "metrics", metrics));
        Check.atLeast("EvaluationCompleted", "metrics", metrics.size(), 1);
        Check.present("EvaluationCompleted", "verdict", verdict);
        Check.text("EvaluationCompleted", "reason", reason);
    }

    /** What follows from the figures. */
    public enum Verdict {
        @JsonProperty("promote")
        PROMOTE,
        @JsonProperty("keep")
        KEEP
    }

    @Override
    public String topic() {
        return Topics.EVALUATIONS_COMPLETED;
    }

    @Override
    public String key() {
        return candidate.id();
    }
}
