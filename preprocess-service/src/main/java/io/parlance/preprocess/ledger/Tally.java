package io.parlance.preprocess.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The counters of one dataset in one task. Kept in memory for reading; each change goes to the store at once. */
final class Tally {
    /** Names of {@link Figure#ERASED}. */
    static final String SUBMITTED = "submitted";

    static final String REJECTED = "rejected";

    private final String dataset;
    private final KeyValueStore<byte[], byte[]> store;
    private final Map<Figure, Map<String, Counter>> counters = new EnumMap<>(Figure.class);
    private final Set<String> withExample = new HashSet<>();

    private static final class Counter {
        private final byte[] key;
        private long value;

        Counter(byte[] key, long value) {
            this.key = key;
            this.value = value;
        }
    }

    /** Reads what the store has of it. */
    Tally(String dataset, KeyValueStore<byte[], byte[]> store) {
        this.dataset = dataset;
        this.store = store;
        try (KeyValueIterator<byte[], byte[]> found = LedgerStores.figuresOf(store, dataset)) {
            while (found.hasNext()) {
                KeyValue<byte[], byte[]> entry = found.next();
                FigureKey key = FigureKey.of(entry.key);
                if (key.isExample()) {
                    withExample.add(key.name());
                } else {
                    of(key.figure())
                            .put(
                                    key.name(),
                                    new Counter(
                                            entry.key,
                                            ByteBuffer.wrap(entry.value).getLong()));
                }
            }
        }
    }

    void add(Counts counts) {
        counts.all().forEach(count -> add(count.figure(), count.name(), count.amount()));
    }

    private void add(Figure figure, String name, long more) {
        Map<String, Counter> named = of(figure);
        Counter counter = named.get(name);
        if (counter == null) {
            String kept = named.size() < figure.mostNames() ? name : Figure.OTHERS;
            counter = named.computeIfAbsent(kept, n -> new Counter(new FigureKey(dataset, figure, n).bytes(), 0));
        }
        counter.value += more;
        store(counter);
    }

    /** What an erased record had added is no longer there; that there was one is. */
    void takeBack(Counts counts) {
        for (Counts.Count count : counts.all()) {
            // It may have been one of the others when it was counted.
            long rest = less(count.figure(), count.name(), count.amount());
            less(count.figure(), Figure.OTHERS, rest);
            if (count.figure() == Figure.SUBMITTED) {
                add(Figure.ERASED, SUBMITTED, count.amount());
            } else if (count.figure() == Figure.REJECTED) {
                add(Figure.ERASED, REJECTED, count.amount());
            }
        }
    }

    /** A counter that comes to nothing is gone, and its name with it. @return what there was not to take */
    private long less(Figure figure, String name, long amount) {
        Counter counter = of(figure).get(name);
        if (counter == null || amount == 0) {
            return amount;
        }
        long taken = Math.min(counter.value, amount);
        counter.value -= taken;
        if (counter.value == 0) {
            of(figure).remove(name);
            store.delete(counter.key);
        } else {
            store(counter);
        }
        return amount - taken;
    }

    private void store(Counter counter) {
        store.put(
                counter.key,
                ByteBuffer.allocate(Long.BYTES).putLong(counter.value).array());
    }

    void example(String reason, String conversationId) {
        if (withExample.add(reason)) {
            store.put(FigureKey.example(dataset, reason).bytes(), conversationId.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Another conversation will stand for the reasons that this one stood for. */
    void forgetExample(String conversationId) {
        byte[] id = conversationId.getBytes(StandardCharsets.UTF_8);
        withExample.removeIf(reason -> {
            byte[] key = FigureKey.example(dataset, reason).bytes();
            boolean itsOwn = Arrays.equals(store.get(key), id);
            if (itsOwn) {
                store.delete(key);
            }
            return itsOwn;
        });
    }

    Map<String, Long> by(Figure figure) {
        Map<String, Long> counts = new HashMap<>();
        of(figure).forEach((name, counter) -> counts.put(name, counter.value));
        return counts;
    }

    private Map<String, Counter> of(Figure figure) {
        return counters.computeIfAbsent(figure, f -> new HashMap<>());
    }
}
