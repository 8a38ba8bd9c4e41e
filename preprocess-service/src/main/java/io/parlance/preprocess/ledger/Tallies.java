package io.parlance.preprocess.ledger;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The counters of a task's datasets: those used last in memory, all of them in the store. */
final class Tallies {
    private static final int IN_MEMORY = 64;

    private final KeyValueStore<byte[], byte[]> store;
    private final Set<String> changed = new HashSet<>();
    private final Map<String, Tally> lastUsed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tally> eldest) {
            return size() > IN_MEMORY;
        }
    };

    /** All datasets in the store count as changed: what was to be told of them may be lost with the last process. */
    Tallies(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            while (all.hasNext()) {
                changed.add(FigureKey.of(all.next().key).dataset());
            }
        }
    }

    /** For counting. */
    Tally of(String dataset) {
        changed.add(dataset);
        return lastUsed.computeIfAbsent(dataset, name -> new Tally(name, store));
    }

    /** What the changed datasets have by now; they count as unchanged afterwards. */
    Map<String, Tally> takeChanged() {
        Map<String, Tally> taken = new LinkedHashMap<>();
        for (String dataset : changed) {
            Tally tally = lastUsed.get(dataset);
            taken.put(dataset, tally == null ? new Tally(dataset, store) : tally);
        }
        changed.clear();
        return taken;
    }
}
