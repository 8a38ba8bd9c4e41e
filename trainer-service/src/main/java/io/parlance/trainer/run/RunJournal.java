package io.parlance.trainer.run;

import io.parlance.contracts.Event;
import io.parlance.contracts.TrainingProgressed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Where runs are kept and told of. A run and its events are written together or not at all. */
public interface RunJournal {
    /**
     * @param events the announcements that belong to this state
     * @throws io.parlance.trainer.journal.JournalException when it was not possible in time
     */
    void write(TrainingRun run, List<Event> events, Instant at, Duration patience);

    void write(TrainingProgressed progress, Instant at, Duration patience);
}
