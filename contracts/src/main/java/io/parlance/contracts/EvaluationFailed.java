package io.parlance.contracts;

/** A candidate could not be evaluated; it is not served. @param message what happened, where, how to mend it */
public record EvaluationFailed(String evaluationId, String runId, ModelRef candidate, String code, String message)
        implements Event {
    public EvaluationFailed {
        Check.text("EvaluationFailed", "evaluationId", evaluationId);
        Check.text("EvaluationFailed", "runId", runId);
        Check.present("EvaluationFailed", "candidate", candidate);
        Check.text("EvaluationFailed", "code", code);
        Check.text("EvaluationFailed", "message", message);
    }

    @Override
    public String topic() {
        return Topics.EVALUATIONS_FAILED;
    }

    @Override
    public String key() {
        return candidate.id();
    }
}
