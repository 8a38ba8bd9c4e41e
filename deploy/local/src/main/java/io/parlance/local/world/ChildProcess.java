package io.parlance.local.world;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A started process of a world. */
interface ChildProcess {
    long pid();

    boolean isReady();

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
