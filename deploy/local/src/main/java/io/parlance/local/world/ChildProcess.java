package io.parlance.local.world;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A started process of a world. */
interface ChildProcess {
    long pid();

    /** Whether it can do its work, and otherwise what it lacks as far as it says so. */
    Readiness readiness();

    /** @param missing in words; empty when it is ready, or does not answer yet */
    record Readiness(boolean ready, String missing) {
        static final Readiness READY = new Readiness(true, "");
        static final Readiness SILENT = new Readiness(false, "");
    }

    /** Completed when it has ended, for whatever reason. */
    CompletableFuture<Void> onExit();

    /** In a sentence; only after it has ended. */
    String reasonOfEnd();

    /** Asks it to end and kills it when it has not after {@code patience}; returns when it has ended. */
    void stop(Duration patience);

    /** Starts the process anew. */
    interface Starter {
        /** @throws RuntimeException with a message for people when it cannot be started */
        ChildProcess start();
    }
}
