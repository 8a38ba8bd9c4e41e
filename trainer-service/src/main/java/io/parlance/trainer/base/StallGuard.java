package io.parlance.trainer.base;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Closes a stream that brings nothing for too long, so that its reader gets an error instead of waiting for ever. */
final class StallGuard implements AutoCloseable {
    private final Thread watcher;
    private volatile long lastProgress = System.nanoTime();

    StallGuard(InputStream stream, Duration longest) {
        watcher = Thread.startVirtualThread(() -> watch(stream, longest));
    }

    void progress() {
        lastProgress = System.nanoTime();
    }

    private void watch(InputStream stream, Duration longest) {
        try {
            for (long left = longest.toNanos();
                    left > 0;
                    left = longest.toNanos() - (System.nanoTime() - lastProgress)) {
                Thread.sleep(Duration.ofNanos(left));
            }
            stream.close();
        } catch (InterruptedException | IOException done) {
            // Interrupted: the transfer is over. Not closable: then the reader already has its error.
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
