package io.parlance.preprocess.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one dataset has of everything.
 *
 * @param counts by figure and name; figures that are zero are missing
 * @param examples by reason, the id of a conversation that was dropped for it
 */
public record Figures(Map<Figure, SortedMap<String, Long>> counts, SortedMap<String, String> examples) {
    public Figures {
        Map<Figure, SortedMap<String, Long>> copied = new EnumMap<>(Figure.class);
        counts.forEach((figure, byName) -> copied.put(figure, new TreeMap<>(byName)));
        counts = copied;
        examples = new TreeMap<>(examples);
    }

    public static Figures none() {
        return new Figures(Map.of(), new TreeMap<>());
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }

    public SortedMap<String, Long> of(Figure figure) {
        return counts.getOrDefault(figure, new TreeMap<>());
    }

    public long total(Figure figure) {
        return of(figure).values().stream().mapToLong(Long::longValue).sum();
    }

    /** The same dataset, counted at two places. */
    public Figures plus(Figures other) {
        Figures sum = new Figures(counts, examples);
        other.counts.forEach((figure, byName) -> byName.forEach((name, count) ->
                sum.counts.computeIfAbsent(figure, f -> new TreeMap<>()).merge(name, count, Long::sum)));
        other.examples.forEach(sum.examples::putIfAbsent);
        return sum;
    }

    /** Takes in one entry of the store; the tasks' counters of one name add up. */
    void take(FigureKey key, byte[] value) {
        if (key.isExample()) {
            examples.putIfAbsent(key.name(), new String(value, StandardCharsets.UTF_8));
        } else {
            counts.computeIfAbsent(key.figure(), f -> new TreeMap<>())
                    .merge(key.name(), ByteBuffer.wrap(value).getLong(), Long::sum);
        }
    }
}
