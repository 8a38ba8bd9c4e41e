package io.parlance.trainer.run;

import io.parlance.contracts.TrainingProgressed;
import java.util.function.BooleanSupplier;

/** The work a run stands for: from a window of examples to a model in the store. */
public interface RunWork {
    /**
     * Does it, on the calling thread. Done again for a run that was interrupted, it goes on where it can and never
     * makes a second model for the same run.
     *
     * @param stop asked often; once true, the work ends soon
     */
    RunOutcome perform(TrainingRun run, Course course, BooleanSupplier stop);

    /** Removes what the work left behind that nobody will ask for: of a run that ended without a model. */
    void discard(TrainingRun run);

    /** Hears of the work while it goes on. */
    interface Course {
        void progressed(TrainingProgressed progress);

        void note(RunNote.Level level, String message);
    }
}
