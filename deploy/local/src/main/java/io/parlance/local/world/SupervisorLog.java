package io.parlance.local.world;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The supervisor's log: its standard output, which the starting command points at a file. */
final class SupervisorLog {
    private SupervisorLog() {}

    static void say(String format, Object... facts) {
        System.out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + format.formatted(facts));
    }
}
