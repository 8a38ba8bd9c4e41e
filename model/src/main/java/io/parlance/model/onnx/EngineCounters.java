package io.parlance.model.onnx;

import java.util.concurrent.atomic.LongAdder;

/** What {@link EngineMetrics} reports, counted by any thread. */
final class EngineCounters {
    final LongAdder accepted = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder finished = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder promptTokens = new LongAdder();
    final LongAdder generatedTokens = new LongAdder();
    final LongAdder decodeSteps = new LongAdder();
    final LongAdder decodeNanos = new LongAdder();
    final LongAdder prefillNanos = new LongAdder();

    void count(Finish finish) {
        switch (finish) {
            case Finish.Stopped stopped -> finished.increment();
            case Finish.LengthReached length -> finished.increment();
            case Finish.Cancelled cancel -> cancelled.increment();
            case Finish.Failed failure -> failed.increment();
        }
    }

    EngineMetrics read(int waiting, int running) {
        return new EngineMetrics(
                waiting,
                running,
                accepted.sum(),
                refused.sum(),
                finished.sum(),
                cancelled.sum(),
                failed.sum(),
                promptTokens.sum(),
                generatedTokens.sum(),
                decodeSteps.sum(),
                decodeNanos.sum() / 1e9,
                prefillNanos.sum() / 1e9);
    }
}
