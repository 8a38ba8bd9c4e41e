package io.parlance.preprocess.augmentation.work;

import io.parlance.preprocess.augmentation.UnavailableException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Keeps a session going on a thread of its own; after a failure a new one begins where the last transaction ended. */
final class AugmentationLoop implements Runnable, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AugmentationLoop.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration FOR_A_BATCH = Duration.ofSeconds(4);
    private static final Duration AFTER_AN_INTERRUPT = Duration.ofSeconds(5);

    private final Supplier<AugmentationSession> sessions;
    private final Thread thread;
    private volatile AugmentationState state = new AugmentationState.Waiting("the service is starting");
    private final CountDownLatch closing = new CountDownLatch(1);

    AugmentationLoop(Supplier<AugmentationSession> sessions) {
        this.sessions = sessions;
        this.thread = Thread.ofPlatform().name("augmentation").unstarted(this);
    }

    void start() {
        thread.start();
    }

    AugmentationState state() {
        return state;
    }

    @Override
    public void run() {
        Duration pause = FIRST_PAUSE;
        while (isOpen()) {
            try (AugmentationSession session = sessions.get()) {
                while (isOpen()) {
                    session.step(POLL);
                    note(new AugmentationState.Running());
                    pause = FIRST_PAUSE;
                }
            } catch (UnavailableException | KafkaException e) {
                note(new AugmentationState.Waiting(Objects.requireNonNullElse(e.getMessage(), e.toString())));
            } catch (RuntimeException | LinkageError e) {
                LOG.error("Augmentation failed, its examples are tried again", e);
                note(new AugmentationState.Waiting(
                        "it failed with %s and is tried again; the log says why".formatted(e)));
            }
            pause = rested(pause);
        }
    }

    private boolean isOpen() {
        return closing.getCount() > 0;
    }

    private Duration rested(Duration pause) {
        try {
            closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing.countDown();
        }
        Duration next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }

    private void note(AugmentationState now) {
        if (isOpen() && !now.equals(state)) {
            switch (now) {
                case AugmentationState.Running _ -> LOG.info("Augmenting examples");
                case AugmentationState.Waiting w -> LOG.warnf("Augmentation waits because=%s", w.missing());
                case AugmentationState.Off _ -> LOG.info("Augmentation is off");
            }
            state = now;
        }
    }

    /** Lets a batch end in order if it is quick; what is not committed then is made again at the next start. */
    @Override
    public void close() {
        closing.countDown();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!thread.join(FOR_A_BATCH)) {
                thread.interrupt();
                thread.join(AFTER_AN_INTERRUPT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
