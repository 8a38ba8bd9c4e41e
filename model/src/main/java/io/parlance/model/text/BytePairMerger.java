package io.parlance.model.text;

import java.util.Arrays;
import java.util.PriorityQueue;

/** Joins the symbols of one piece: always the pair of lowest rank first, the leftmost of equals. */
final class BytePairMerger {
    /** Up to here looking at every pair again is quicker than keeping a queue. */
    private static final int SCAN_LIMIT = 48;

    private final MergeTable merges;

    BytePairMerger(MergeTable merges) {
        this.merges = merges;
    }

    /** The ids that remain when no pair can be joined any more. */
    int[] merge(int[] symbols) {
        return symbols.length <= SCAN_LIMIT ? mergeByScanning(symbols) : mergeByQueue(symbols);
    }

    /** The plain form, quadratic in the number of symbols. */
    int[] mergeByScanning(int[] symbols) {
        int[] ids = symbols.clone();
        int n = ids.length;
        while (n > 1) {
            int at = -1;
            long lowest = Long.MAX_VALUE;
            for (int i = 0; i + 1 < n; i++) {
                long merge = merges.find(ids[i], ids[i + 1]);
                if (merge != MergeTable.NONE && merge < lowest) {
                    lowest = merge;
                    at = i;
                }
            }
            if (at < 0) {
                break;
            }
            ids[at] = MergeTable.joinedId(lowest);
            System.arraycopy(ids, at + 2, ids, at + 1, n - at - 2);
            n--;
        }
        return Arrays.copyOf(ids, n);
    }

    /** The same in n log n: a linked list of symbols and a queue of possible joins, stale ones skipped. */
    int[] mergeByQueue(int[] symbols) {
        int n = symbols.length;
        int[] ids = symbols.clone();
        int[] next = new int[n];
        int[] previous = new int[n];
        PriorityQueue<Candidate> queue = new PriorityQueue<>();
        for (int i = 0; i < n; i++) {
            next[i] = i + 1 < n ? i + 1 : -1;
            previous[i] = i - 1;
            if (i + 1 < n) {
                offer(queue, ids, i, i + 1);
            }
        }
        int left = n;
        while (!queue.isEmpty()) {
            Candidate best = queue.poll();
            int i = best.index();
            int j = next[i];
            if (j < 0 || ids[i] != best.leftId() || ids[j] != best.rightId()) {
                continue;
            }
            ids[i] = MergeTable.joinedId(best.merge());
            ids[j] = -1;
            next[i] = next[j];
            if (next[j] >= 0) {
                previous[next[j]] = i;
                offer(queue, ids, i, next[j]);
            }
            if (previous[i] >= 0) {
                offer(queue, ids, previous[i], i);
            }
            left--;
        }
        int[] merged = new int[left];
        int i = 0;
        for (int k = 0; k < left; k++) {
            merged[k] = ids[i];
            i = next[i];
        }
        return merged;
    }

    private void offer(PriorityQueue<Candidate> queue, int[] ids, int i, int j) {
        long merge = merges.find(ids[i], ids[j]);
        if (merge != MergeTable.NONE) {
            queue.add(new Candidate(merge, i, ids[i], ids[j]));
        }
    }

    private record Candidate(long merge, int index, int leftId, int rightId) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            int byRank = Integer.compare(MergeTable.rank(merge), MergeTable.rank(other.merge));
            return byRank != 0 ? byRank : Integer.compare(index, other.index);
        }
    }
}
