package io.parlance.ingest.page;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Lets requests to one host follow each other at a distance. */
final class HostPace {
    private static final int MOST_HOSTS = 10_000;
    private final Clock clock;
    private final Map<String, Instant> next = new HashMap<>();

    HostPace(Clock clock) {
        this.clock = clock;
    }

    /**
     * Takes the host's next turn, unless it is too far off.
     *
     * @param distance between two turns
     * @param patience the longest wait that is taken
     * @return how long it is to be waited; when that is longer than the patience, no turn was taken
     */
    synchronized Duration turn(String host, Duration distance, Duration patience) {
        Instant now = clock.instant();
        if (next.size() > MOST_HOSTS) {
            next.values().removeIf(now::isAfter);
        }
        Instant free = next.getOrDefault(host, now);
        Duration wait = free.isAfter(now) ? Duration.between(now, free) : Duration.ZERO;
        if (wait.compareTo(patience) <= 0) {
            next.put(host, now.plus(wait).plus(distance));
        }
        return wait;
    }
}
