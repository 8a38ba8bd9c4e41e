package io.parlance.preprocess.dataset.manifest;

import io.parlance.contracts.DatasetManifest.Strata;
import io.parlance.contracts.DatasetManifest.Stratum;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the strata are spread over the splits. */
final class StrataCounts {
    /** From so many conversations on, the split promises each stratum's share. */
    static final long PROMISED_FROM = 10_000;

    private static final double TOLERANCE_POINTS = 1.0;
    private static final int LISTED = 200;

    private final Map<String, long[]> bySplit = new HashMap<>();
    private long unassigned;

    void add(ExamplePrepared example) {
        String name = example.traits().stratum() != null
                ? example.traits().stratum()
                : example.traits().label();
        if (name == null || name.isBlank()) {
            unassigned++;
        } else {
            bySplit.computeIfAbsent(name, _ -> new long[Split.values().length])[
                    example.split().ordinal()]++;
        }
    }

    Strata strata(Map<Split, Double> shares, long conversations) {
        List<Stratum> all = new ArrayList<>();
        bySplit.forEach((name, counts) -> all.add(stratum(name, counts, shares)));
        all.sort(Comparator.comparingLong(Stratum::examples).reversed().thenComparing(Stratum::name));
        boolean checked = conversations >= PROMISED_FROM;
        List<String> off = checked
                ? all.stream()
                        .filter(s -> s.pointsOff() > TOLERANCE_POINTS)
                        .map(Stratum::name)
                        .limit(LISTED)
                        .toList()
                : List.of();
        Map<String, Double> named = new HashMap<>();
        shares.forEach((split, share) -> named.put(nameOf(split), share));
        return new Strata(
                named,
                unassigned,
                all.subList(0, Math.min(LISTED, all.size())),
                Math.max(0, all.size() - LISTED),
                checked,
                off);
    }

    private static Stratum stratum(String name, long[] counts, Map<Split, Double> shares) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        Map<String, Long> splits = new HashMap<>();
        double pointsOff = 0;
        for (Split split : Split.values()) {
            long count = counts[split.ordinal()];
            if (count > 0) {
                splits.put(nameOf(split), count);
            }
            pointsOff = Math.max(pointsOff, 100 * Math.abs((double) count / total - shares.get(split)));
        }
        return new Stratum(name, total, splits, pointsOff);
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
