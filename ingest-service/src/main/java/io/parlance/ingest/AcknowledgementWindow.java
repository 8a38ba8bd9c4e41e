package io.parlance.ingest;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The records that Kafka has not acknowledged yet, of all requests together. Says when the broker lags: when no place
 * comes free in time, or records wait and none was acknowledged for that long.
 */
final class AcknowledgementWindow {
    private final Semaphore places;
    private final int size;
    private final Duration patience;
    private final Clock clock;
    private volatile long quietSince;

    /** @param size records that may be unacknowledged at a time @param patience before the broker is said to lag */
    AcknowledgementWindow(int size, Duration patience, Clock clock) {
        this.places = new Semaphore(size);
        this.size = size;
        this.patience = patience;
        this.clock = clock;
        this.quietSince = clock.millis();
    }

    /** Waits for a place for one record as long as it takes. */
    void enter() throws InterruptedException {
        if (places.availablePermits() == size) {
            quietSince = clock.millis();
        }
        places.acquire();
    }

    /** A record was acknowledged. */
    void acknowledged() {
        quietSince = clock.millis();
        places.release();
    }

    /** A record was given up: its place is free, but that is no sign of life. */
    void givenUp() {
        places.release();
    }

    /** Whether new requests should come back later; waits for a place no longer than the patience. */
    boolean lags() throws InterruptedException {
        if (places.availablePermits() < size && clock.millis() - quietSince > patience.toMillis()) {
            return true;
        }
        if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        places.release();
        return false;
    }
}
