package io.parlance.trainer.window;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.trainer.journal.EventFormat;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * One count of {@code examples.prepared.v1} from its beginning. Records come on one thread; figures may be asked for on any.
 */
final class ExampleTally {
    private static final Logger LOG = Logger.getLogger(ExampleTally.class);

    private final Map<Counted, Long> train = new ConcurrentHashMap<>();
    /** Offsets of what was counted, by partition: a bit for each. */
    private final Map<Integer, BitSet> counted = new HashMap<>();
    /** Where the newest tombstone of a key lies. */
    private final Map<Key, Long> erased;

    private boolean stale;

    private record Counted(String dataset, ExampleFormat format) {}

    private record Key(int partition, String key) {}

    ExampleTally() {
        this(Map.of());
    }

    private ExampleTally(Map<Key, Long> erased) {
        this.erased = new HashMap<>(erased);
    }

    /** An empty tally that knows already which examples are not to be counted. */
    ExampleTally anew() {
        return new ExampleTally(erased);
    }

    /** Whether a tombstone came that was not known when the counting began: what it means was counted, perhaps. */
    boolean isStale() {
        return stale;
    }

    long train(String dataset, ExampleFormat format) {
        return train.getOrDefault(new Counted(dataset, format), 0L);
    }

    /** Takes note of a tombstone. */
    void erased(int partition, long offset, String key) {
        Key of = new Key(partition, key);
        Long known = erased.put(of, offset);
        stale |= known == null || known < offset;
    }

    /**
     * Counts a record. Only a few fields are looked at; what cannot be read is reported by the run that meets it.
     *
     * @param former where it was in the same partition before it was written again
     */
    void example(int partition, long offset, String key, OptionalLong former, byte[] value) {
        Long tombstone = erased.get(new Key(partition, key));
        if (tombstone != null && offset < tombstone || former.isPresent() && isCounted(partition, former.getAsLong())) {
            return;
        }
        try {
            JsonNode example = EventFormat.tree(value);
            if (example.path("split").asText().equals("train")) {
                train.merge(
                        new Counted(
                                example.path("dataset").asText(),
                                new ExampleFormat(
                                        example.path("tokenizerSha256").asText(),
                                        example.path("templateSha256").asText())),
                        1L,
                        Long::sum);
                counted.computeIfAbsent(partition, _ -> new BitSet()).set(Math.toIntExact(offset));
            }
        } catch (IOException unreadable) {
            LOG.debugf("not counted offset=%d reason=%s", offset, unreadable.getMessage());
        }
    }

    private boolean isCounted(int partition, long offset) {
        BitSet here = counted.get(partition);
        return here != null && here.get(Math.toIntExact(offset));
    }
}
