package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A run ended without a model. @param code a word for programs, such as {@code diverged} @param message what happened, where, how to mend it */
public record TrainingStopped(String runId, Cause cause, String code, String message, long step) implements Event {
    public TrainingStopped {
        Check.text("TrainingStopped", "runId", runId);
        Check.present("TrainingStopped", "cause", cause);
        Check.text("TrainingStopped", "code", code);
        Check.text("TrainingStopped", "message", message);
        Check.atLeast("TrainingStopped", "step", step, 0);
    }

    /** Whether somebody wanted it. */
    public enum Cause {
        @JsonProperty("failed")
        FAILED,
        @JsonProperty("cancelled")
        CANCELLED
    }

    @Override
    public String topic() {
        return Topics.TRAINING_STOPPED;
    }

    @Override
    public String key() {
        return runId;
    }
}
