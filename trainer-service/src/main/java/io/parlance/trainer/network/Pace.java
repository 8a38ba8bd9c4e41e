package io.parlance.trainer.network;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a run goes, over its last steps. */
final class Pace {
    private static final int STEPS = 10;

    private final long start = System.nanoTime();
    private final Deque<Mark> marks = new ArrayDeque<>();
    private long tokens;

    private record Mark(long nanos, long tokens) {}

    Pace() {
        marks.add(new Mark(start, 0));
    }

    /** A step of so many tokens is done. */
    void trained(long more) {
        tokens += more;
        marks.addLast(new Mark(System.nanoTime(), tokens));
        if (marks.size() > STEPS + 1) {
            marks.removeFirst();
        }
    }

    double tokensPerSecond() {
        return (marks.getLast().tokens() - marks.getFirst().tokens()) * 1e9 / Math.max(1, nanos());
    }

    Duration timeFor(int steps) {
        return Duration.ofNanos((long) ((double) nanos() / Math.max(1, marks.size() - 1) * steps));
    }

    private long nanos() {
        return marks.getLast().nanos() - marks.getFirst().nanos();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
