package io.parlance.trainer.network;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a run goes: its rate over the last steps, measurements left out; the time left by all that passed. */
final class Pace {
    private static final int STEPS = 10;

    private final long start = System.nanoTime();
    private final Deque<Step> last = new ArrayDeque<>();
    private int steps;

    private record Step(Duration took, long tokens) {}

    void trained(Duration took, long tokens) {
        steps++;
        last.addLast(new Step(took, tokens));
        if (last.size() > STEPS) {
            last.removeFirst();
        }
    }

    double tokensPerSecond() {
        long tokens = last.stream().mapToLong(Step::tokens).sum();
        long nanos = last.stream().mapToLong(step -> step.took().toNanos()).sum();
        return tokens * 1e9 / Math.max(1, nanos);
    }

    /** Estimate for so many more steps, with measurements as often as so far. */
    Duration timeFor(int more) {
        return steps == 0 ? Duration.ZERO : elapsed().multipliedBy(more).dividedBy(steps);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
