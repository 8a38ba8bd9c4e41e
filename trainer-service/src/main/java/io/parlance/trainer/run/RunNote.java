package io.parlance.trainer.run;

import java.time.Instant;

/** Something worth knowing in a run's course, for the one who asked for it. */
public record RunNote(Instant at, Level level, String message) {
    /** How serious it is, by OpenAI's names. */
    public enum Level {
        INFO,
        WARN,
        ERROR
    }
}
