package io.parlance.preprocess.erasure.trace;

import io.parlance.contracts.DatasetWindow;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.erasure.log.Offsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Where prepared examples lie, by dataset: a bit for each. */
public final class Examples {
    private final Map<String, Map<Integer, Offsets>> places = new TreeMap<>();

    /** A record of {@code examples.prepared.v1}. */
    public void add(String dataset, int partition, long offset) {
        places.computeIfAbsent(dataset, name -> new TreeMap<>())
                .computeIfAbsent(partition, number -> new Offsets())
                .add(offset);
    }

    Set<String> datasets() {
        return places.keySet();
    }

    /** Whether any of them, of the window's dataset, is in the window. */
    boolean isAnyIn(DatasetWindow window) {
        Map<Integer, Offsets> ofDataset = places.getOrDefault(window.dataset(), Map.of());
        return window.topic().equals(Topics.EXAMPLES_PREPARED)
                && window.ranges().stream()
                        .anyMatch(range -> isAnyIn(range, ofDataset.getOrDefault(range.partition(), new Offsets())));
    }

    private static boolean isAnyIn(OffsetRange range, Offsets offsets) {
        OptionalLong first = offsets.from(range.from());
        return first.isPresent() && first.getAsLong() < range.to();
    }
}
