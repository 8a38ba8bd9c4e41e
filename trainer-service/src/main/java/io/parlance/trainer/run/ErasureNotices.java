package io.parlance.trainer.run;

import io.parlance.contracts.ErasureCompleted;
import io.parlance.trainer.run.RunNote.Level;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells a run under way of erasures that took examples out of its window. It has read them already and goes on with them;
 * whether that may be is for people to say. A run that waits finds out itself when it reads its window.
 */
public final class ErasureNotices {
    private final TrainingRuns runs;
    private final Duration patience;

    /** @param patience for each note to be written */
    public ErasureNotices(TrainingRuns runs, Duration patience) {
        this.runs = runs;
        this.patience = patience;
    }

    /**
     * A receipt told twice is noted once.
     *
     * @throws io.parlance.trainer.journal.JournalException when Kafka does not take a note in time; the same receipt can be told again
     */
    public void tell(ErasureCompleted receipt) {
        for (ErasureCompleted.Run held : receipt.runs()) {
            Optional<TrainingRun> run = runs.find(held.runId());
            if (run.isPresent() && isToBeTold(run.get(), receipt)) {
                runs.note(held.runId(), Level.WARN, message(receipt), patience);
            }
        }
    }

    private static boolean isToBeTold(TrainingRun run, ErasureCompleted receipt) {
        return run.state() instanceof RunState.Running running
                && running.startedAt().getEpochSecond() <= receipt.completedAt()
                && run.notes().stream().noneMatch(note -> note.message().contains(receipt.erasureId()));
    }

    private static String message(ErasureCompleted receipt) {
        return "Erasure %s took examples out of this job's window while it was under way; it goes on with those that it has read. To be rid of them, cancel it and ask again"
                .formatted(receipt.erasureId());
    }
}
