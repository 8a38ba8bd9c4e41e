package io.parlance.preprocess.ledger;

import java.util.Map;

/**
 * What one task has counted of a dataset by now: totals, so that saying it twice does no harm.
 *
 * @param task the partition it works on
 * @param submitted the erased ones among them
 */
record TaskCounts(
        int task, long submitted, Map<String, Long> preparedBySplit, Map<String, Long> droppedByReason, long erased) {
    TaskCounts {
        preparedBySplit = Map.copyOf(preparedBySplit);
        droppedByReason = Map.copyOf(droppedByReason);
    }

    static TaskCounts of(int task, Tally tally) {
        long erased = tally.by(Figure.ERASED).getOrDefault(Tally.SUBMITTED, 0L);
        return new TaskCounts(
                task,
                tally.by(Figure.SUBMITTED).getOrDefault("", 0L) + erased,
                tally.by(Figure.PREPARED),
                tally.by(Figure.DROPPED),
                erased);
    }
}
