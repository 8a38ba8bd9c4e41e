package io.parlance.evaluator.announcement;

import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The time of day, as a thing that tests can replace. */
class SystemClock {
    @Produces
    Clock clock() {
        return Clock.systemUTC();
    }
}
