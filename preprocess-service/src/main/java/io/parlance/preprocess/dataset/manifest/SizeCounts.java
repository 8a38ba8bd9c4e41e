package io.parlance.preprocess.dataset.manifest;

import io.parlance.contracts.DatasetManifest.Bar;
import io.parlance.contracts.DatasetManifest.Histogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often each size occurs. There are no more sizes than the longest example has tokens. */
final class SizeCounts {
    private final TreeMap<Long, Long> counts = new TreeMap<>();
    private long total;
    private long sum;

    void add(long size) {
        counts.merge(size, 1L, Long::sum);
        total++;
        sum += size;
    }

    /** With bars from one power of two to the next. */
    Histogram histogram() {
        if (total == 0) {
            return new Histogram(0, 0, 0, 0, 0, 0, List.of());
        }
        return new Histogram(
                counts.firstKey(),
                counts.lastKey(),
                (double) sum / total,
                percentile(50),
                percentile(90),
                percentile(99),
                bars());
    }

    /** The smallest size that so many percent do not exceed. */
    private long percentile(int percent) {
        long wanted = (total * percent + 99) / 100;
        long seen = 0;
        for (Map.Entry<Long, Long> size : counts.entrySet()) {
            seen += size.getValue();
            if (seen >= wanted) {
                return size.getKey();
            }
        }
        return counts.lastKey();
    }

    private List<Bar> bars() {
        TreeMap<Long, Long> byPower = new TreeMap<>();
        counts.forEach((size, count) -> byPower.merge(Long.highestOneBit(size), count, Long::sum));
        List<Bar> bars = new ArrayList<>();
        byPower.forEach((from, count) -> bars.add(new Bar(from, Math.max(from, 2 * from - 1), count)));
        return bars;
    }
}
