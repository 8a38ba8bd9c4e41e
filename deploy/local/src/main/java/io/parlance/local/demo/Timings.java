package io.parlance.local.demo;

import io.parlance.local.console.Spans;
import io.parlance.local.console.Table;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long each stage took. */
final class Timings {
    private final Map<String, Duration> stages = new LinkedHashMap<>();
    private long begun = System.nanoTime();

    /** A stage that took place before. */
    void add(String stage, Duration duration) {
        stages.put(stage, duration);
    }

    /** Ends a stage, which began when the one before it ended. */
    Duration end(String stage) {
        long now = System.nanoTime();
        Duration duration = Duration.ofNanos(now - begun);
        begun = now;
        stages.put(stage, duration);
        return duration;
    }

    List<String> lines() {
        var table = new Table("stage", "time");
        stages.forEach((stage, duration) -> table.row(stage, Spans.of(duration)));
        table.row("total", Spans.of(stages.values().stream().reduce(Duration.ZERO, Duration::plus)));
        return table.lines();
    }
}
