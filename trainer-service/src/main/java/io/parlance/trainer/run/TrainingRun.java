package io.parlance.trainer.run;

import io.parlance.contracts.TrainingRequested;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A run with all that is known of it.
 *
 * @param id {@code ftjob-...}
 * @param notes oldest first
 */
public record TrainingRun(String id, Instant createdAt, RunRequest request, RunState state, List<RunNote> notes) {
    public TrainingRun {
        notes = List.copyOf(notes);
    }

    TrainingRun with(RunState next, RunNote note) {
        return new TrainingRun(id, createdAt, request, next, append(note));
    }

    TrainingRun with(RunRequest resolved, RunState next, RunNote note) {
        return new TrainingRun(id, createdAt, resolved, next, append(note));
    }

    TrainingRun with(RunNote note) {
        return new TrainingRun(id, createdAt, request, state, append(note));
    }

    public boolean hasEnded() {
        return state instanceof RunState.Ended;
    }

    /** The event that a run of this kind begins with. */
    TrainingRequested requested() {
        return new TrainingRequested(
                id,
                request.baseModel(),
                request.window(),
                request.hyperparameters(),
                request.suffix(),
                request.trigger().word());
    }

    private List<RunNote> append(RunNote note) {
        List<RunNote> more = new ArrayList<>(notes);
        more.add(note);
        return more;
    }
}
