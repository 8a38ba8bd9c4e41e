package io.parlance.inference.serving;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Models that take no new requests: each is closed when its last answer has ended. */
final class Retirement {
    private record Leaving(ServedModel model, CompletableFuture<Void> closed) {}

    private final Set<Leaving> leaving = ConcurrentHashMap.newKeySet();

    void begin(ServedModel model) {
        // Not on the engine's own thread, which completes the draining: closing waits for that thread.
        CompletableFuture<Void> closed =
                model.engine().drain().thenRunAsync(() -> model.engine().close(), Thread.ofVirtual()::start);
        Leaving entry = new Leaving(model, closed);
        leaving.add(entry);
        closed.whenComplete((_, _) -> {
            leaving.remove(entry);
            // The cache's direct buffers, hundreds of megabytes, go back to the system with their Java objects only.
            System.gc();
        });
    }

    /** Waits for so long, then ends what still runs. */
    void finish(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Leaving entry : leaving) {
            try {
                entry.closed().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException late) {
                entry.model().engine().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                entry.model().engine().close();
            }
        }
    }
}
