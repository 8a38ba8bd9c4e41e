package io.parlance.trainer.run;

import io.parlance.contracts.BaseModelImported;
import java.util.Collection;

/**
 * When a run is started that nobody asked for: as soon as so many new training examples have come in since the last run
 * on that dataset, and none is under way. Decides only.
 *
 * @param everyExamples 0 never
 */
public record TrainingPolicy(long everyExamples, String dataset) {
    public boolean isOn() {
        return everyExamples > 0;
    }

    /** @param trainExamples of the dataset, for this base, by now */
    public boolean wantsARun(long trainExamples, BaseModelImported base, Collection<TrainingRun> runs) {
        if (!isOn()) {
            return false;
        }
        long known = 0;
        for (TrainingRun run : runs) {
            if (run.request().window().dataset().equals(dataset)
                    && run.request().baseModel().id().equals(base.model().id())) {
                if (!run.hasEnded()) {
                    return false;
                }
                // Also of runs that failed: the same examples would fail again.
                known = Math.max(known, run.request().windowTrainExamples());
            }
        }
        return trainExamples - known >= everyExamples;
    }
}
