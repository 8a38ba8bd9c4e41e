package io.parlance.trainer.run;

import io.parlance.contracts.Event;
import java.util.List;

/** What a command on a run comes to. */
public sealed interface RunDecision {
    /** The run as it was found, or as it is now. */
    TrainingRun run();

    /** To be saved and announced together. */
    record Changed(TrainingRun run, List<Event> events) implements RunDecision {
        public Changed {
            events = List.copyOf(events);
        }
    }

    /** The command came too late or makes no sense; nothing is to be written. @param why for the one who asked */
    record Refused(TrainingRun run, String why) implements RunDecision {}
}
