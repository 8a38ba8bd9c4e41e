package io.parlance.preprocess.dataset.manifest;

import io.parlance.contracts.DatasetManifest.Strata;
import io.parlance.contracts.DatasetManifest.Stratum;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the strata are spread over the splits. Children, which are all in train, are not divided and do not count. */
final class StrataCounts {
    /** From so many conversations on, the split promises each stratum's share. */
    static final long PROMISED_FROM = 10_000;

    private static final double TOLERANCE_POINTS = 1.0;
    private static final int LISTED = 200;

    private final Map<String, Count> counts = new HashMap<>();
    private long unassigned;
    private long conversations;

    /** @see io.parlance.contracts.Traits#stratum() */
    private static final class Count {
        private final long[] bySplit = new long[Split.values().length];
        /** Known by label alone, so that no member can be without. */
        private boolean byLabel = true;

        long total() {
            return Arrays.stream(bySplit).sum();
        }
    }

    void add(ExamplePrepared example) {
        if (example.traits().parent() != null) {
            return;
        }
        conversations++;
        String label = example.traits().label();
        String name = example.traits().stratum() != null ? example.traits().stratum() : label;
        if (name == null || name.isBlank()) {
            unassigned++;
        } else {
            Count count = counts.computeIfAbsent(name, _ -> new Count());
            count.bySplit[example.split().ordinal()]++;
            count.byLabel &= name.equals(label);
        }
    }

    Strata strata(Map<Split, Double> shares) {
        boolean checked = conversations >= PROMISED_FROM;
        List<Stratum> all = new ArrayList<>();
        List<String> beyond = new ArrayList<>();
        long unchecked = 0;
        for (Map.Entry<String, Count> entry : counts.entrySet()) {
            Count count = entry.getValue();
            boolean whole = count.byLabel || unassigned == 0;
            double pointsOff = 100 * farthest(count, shares) / count.total();
            all.add(new Stratum(entry.getKey(), count.total(), named(count), whole ? hundredths(pointsOff) : null));
            unchecked += checked && !whole ? 1 : 0;
            // Of a small stratum a single example is more than a point.
            if (checked && whole && pointsOff > TOLERANCE_POINTS && farthest(count, shares) > 1) {
                beyond.add(entry.getKey());
            }
        }
        all.sort(Comparator.comparingLong(Stratum::examples).reversed().thenComparing(Stratum::name));
        beyond.sort(Comparator.naturalOrder());
        Map<String, Double> aims = new HashMap<>();
        shares.forEach((split, share) -> aims.put(nameOf(split), share));
        return new Strata(
                aims,
                unassigned,
                all.subList(0, Math.min(LISTED, all.size())),
                Math.max(0, all.size() - LISTED),
                checked,
                unchecked,
                beyond.subList(0, Math.min(LISTED, beyond.size())));
    }

    /** Examples that the split where it is worst has too many or too few. */
    private static double farthest(Count count, Map<Split, Double> shares) {
        double farthest = 0;
        for (Split split : Split.values()) {
            double wanted = shares.get(split) * count.total();
            farthest = Math.max(farthest, Math.abs(count.bySplit[split.ordinal()] - wanted));
        }
        return farthest;
    }

    private static double hundredths(double points) {
        return Math.round(points * 100) / 100.0;
    }

    private static Map<String, Long> named(Count count) {
        Map<String, Long> splits = new HashMap<>();
        for (Split split : Split.values()) {
            if (count.bySplit[split.ordinal()] > 0) {
                splits.put(nameOf(split), count.bySplit[split.ordinal()]);
            }
        }
        return splits;
    }

    static String nameOf(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    /** The shares in a form that says which is which. */
    static Map<Split, Double> shares(double train, double validation, double test) {
        Map<Split, Double> shares = new EnumMap<>(Split.class);
        shares.put(Split.TRAIN, train);
        shares.put(Split.VALIDATION, validation);
        shares.put(Split.TEST, test);
        return shares;
    }
}
