package io.parlance.preprocess.dataset.leak;

import io.parlance.preprocess.dataset.leak.LeakReport.Kind;
import io.parlance.preprocess.dataset.leak.LeakReport.Pair;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The clearest of many pairs: exact before normalised before near, the more similar first, then as they were found. */
final class ClearestPairs {
    private static final Comparator<Found> CLEAREST_FIRST = Comparator.<Found, Kind>comparing(
                    found -> found.pair().kind())
            .thenComparing(found -> -found.pair().similarity())
            .thenComparingLong(Found::number);

    private final int most;
    private final PriorityQueue<Found> faintestFirst = new PriorityQueue<>(CLEAREST_FIRST.reversed());
    private long found;

    private record Found(Pair pair, long number) {}

    ClearestPairs(int most) {
        this.most = most;
    }

    int most() {
        return most;
    }

    /** Whether a pair like this would be listed. */
    boolean wants(Kind kind, double similarity) {
        if (faintestFirst.size() < most || most == 0) {
            return most > 0;
        }
        Pair faintest = faintestFirst.peek().pair();
        return kind.compareTo(faintest.kind()) < 0 || kind == faintest.kind() && similarity > faintest.similarity();
    }

    void add(Pair pair) {
        faintestFirst.add(new Found(pair, found++));
        if (faintestFirst.size() > most) {
            faintestFirst.poll();
        }
    }

    List<Pair> clearestFirst() {
        return faintestFirst.stream().sorted(CLEAREST_FIRST).map(Found::pair).toList();
    }
}
