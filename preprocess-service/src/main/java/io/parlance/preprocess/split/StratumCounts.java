package io.parlance.preprocess.split;

import io.parlance.contracts.Split;
import java.util.HashMap;
import java.util.Map;

/** How many conversations of each stratum of one dataset are in each split. */
public final class StratumCounts {
    /** A stratum this small is divided by the hash: the first three of each would otherwise all be trained on. */
    static final int EVEN_FROM = 30;

    private final Map<String, int[]> counts = new HashMap<>();

    /** @param by 1 for one more, -1 for one that was taken away */
    public void count(String stratum, Split split, int by) {
        counts.computeIfAbsent(stratum, s -> new int[Split.values().length])[split.ordinal()] += by;
    }

    /**
     * The split that a stratum's next conversation belongs to: the one that lacks most of its share.
     *
     * @param splits shares, and the hash for small strata
     */
    Split next(String stratum, String conversationId, Splits splits) {
        int[] now = counts.getOrDefault(stratum, new int[Split.values().length]);
        int total = now[0] + now[1] + now[2];
        if (total < EVEN_FROM) {
            return splits.of(conversationId);
        }
        Split lacking = Split.TRAIN;
        double most = Double.NEGATIVE_INFINITY;
        for (Split split : Split.values()) {
            double lacks = splits.share(split) * (total + 1) - now[split.ordinal()];
            if (lacks > most) {
                most = lacks;
                lacking = split;
            }
        }
        return lacking;
    }
}
