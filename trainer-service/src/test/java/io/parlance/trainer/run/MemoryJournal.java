package io.parlance.trainer.run;

import io.parlance.contracts.Event;
import io.parlance.contracts.TrainingProgressed;
import io.parlance.trainer.journal.JournalException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A journal that outlives the registry that writes it, as Kafka does. */
final class MemoryJournal implements RunJournal {
    final Map<String, TrainingRun> kept = Collections.synchronizedMap(new LinkedHashMap<>());
    final List<Event> announced = Collections.synchronizedList(new ArrayList<>());
    volatile boolean away;

    @Override
    public void write(TrainingRun run, List<Event> events, Instant at, Duration patience) {
        refuseWhenAway();
        kept.put(run.id(), run);
        announced.addAll(events);
    }

    @Override
    public void write(TrainingProgressed progress, Instant at, Duration patience) {
        refuseWhenAway();
        announced.add(progress);
    }

    <T extends Event> List<T> announced(Class<T> type) {
        synchronized (announced) {
            return announced.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    private void refuseWhenAway() {
        if (away) {
            throw new JournalException("Kafka is away", null);
        }
    }
}
