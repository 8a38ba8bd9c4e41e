package io.parlance.trainer.run;

import io.parlance.contracts.TrainingProgressed;
import io.parlance.trainer.journal.JournalException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Works runs off, one after another, on a thread of its own: the machine has one set of cores to train with. */
public final class RunWorker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RunWorker.class);

    /** A run's own announcements wait for Kafka as long as it takes. */
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(365);

    private static final Duration KAFKA_PAUSE = Duration.ofSeconds(2);

    private final TrainingRuns runs;
    private final RunWork work;
    private final BooleanSupplier ready;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean closing;
    private volatile String current;

    /** @param ready whether runs can be worked off now; while not, they wait */
    public RunWorker(TrainingRuns runs, RunWork work, BooleanSupplier ready) {
        this.runs = runs;
        this.work = work;
        this.ready = ready;
        this.thread = new Thread(this::loop, "training");
        thread.setContextClassLoader(RunWorker.class.getClassLoader());
    }

    public void start() {
        runs.onChange(_ -> wake());
        thread.start();
    }

    /** The run that is being worked on, if any. */
    public Optional<String> current() {
        return Optional.ofNullable(current);
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    /** Something changed: a run, or what runs wait for. */
    public void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        while (!closing) {
            try {
                Optional<TrainingRun> next = next();
                if (next.isPresent()) {
                    perform(next.get());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (JournalException e) {
                if (closing) {
                    return;
                }
                LOG.errorf("training waits for Kafka reason=%s", e.getMessage());
                pause();
            } catch (RuntimeException e) {
                LOG.error("training goes on after an unexpected failure", e);
                pause();
            }
        }
    }

    private Optional<TrainingRun> next() throws InterruptedException {
        lock.lock();
        try {
            Optional<TrainingRun> next = ready.getAsBoolean()
                    ? runs.unfinished().stream()
                            .filter(run -> !(run.state() instanceof RunState.Validating))
                            .findFirst()
                    : Optional.empty();
            if (next.isEmpty() && !closing) {
                changed.await(1, java.util.concurrent.TimeUnit.SECONDS);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void perform(TrainingRun waiting) {
        String id = waiting.id();
        RunDecision decision = runs.start(id, AS_LONG_AS_IT_TAKES);
        if (!(decision instanceof RunDecision.Changed started)) {
            return;
        }
        current = id;
        try {
            LOG.infof(
                    "run started run=%s dataset=%s",
                    id, waiting.request().window().dataset());
            settle(started.run(), outcome(started.run()));
        } finally {
            current = null;
        }
    }

    private RunOutcome outcome(TrainingRun run) {
        while (true) {
            try {
                return work.perform(run, course(run.id()), () -> closing || hasEnded(run.id()));
            } catch (JournalException e) {
                if (closing) {
                    return new RunOutcome.Interrupted();
                }
                LOG.warnf("run waits for Kafka run=%s reason=%s", run.id(), e.getMessage());
                pause();
            } catch (RuntimeException e) {
                LOG.errorf(e, "run failed unexpectedly run=%s", run.id());
                return new RunOutcome.Failed(
                        "internal_error",
                        "the run failed unexpectedly (%s: %s); the trainer's log holds the details"
                                .formatted(e.getClass().getSimpleName(), e.getMessage()));
            }
        }
    }

    private void settle(TrainingRun run, RunOutcome outcome) {
        String id = run.id();
        RunDecision decision =
                switch (outcome) {
                    case RunOutcome.Completed c -> runs.complete(id, c.trained(), AS_LONG_AS_IT_TAKES);
                    case RunOutcome.Failed f -> runs.fail(id, f.code(), f.message(), AS_LONG_AS_IT_TAKES);
                    case RunOutcome.Interrupted _ -> new RunDecision.Refused(run, "it was told to stop");
                };
        TrainingRun now = runs.find(id).orElse(run);
        LOG.infof(
                "run settled run=%s state=%s outcome=%s",
                id, now.state().getClass().getSimpleName(), outcome.getClass().getSimpleName());
        if (now.hasEnded() && !(now.state() instanceof RunState.Succeeded)) {
            work.discard(now);
        }
        if (decision instanceof RunDecision.Refused && !now.hasEnded() && !closing) {
            throw new IllegalStateException("run %s was told to stop by nobody".formatted(id));
        }
    }

    private boolean hasEnded(String id) {
        return runs.find(id).map(TrainingRun::hasEnded).orElse(true);
    }

    private RunWork.Course course(String id) {
        return new RunWork.Course() {
            @Override
            public void progressed(TrainingProgressed progress) {
                runs.progressed(progress, AS_LONG_AS_IT_TAKES);
            }

            @Override
            public void note(RunNote.Level level, String message) {
                runs.note(id, level, message, AS_LONG_AS_IT_TAKES);
            }
        };
    }

    private void pause() {
        try {
            Thread.sleep(KAFKA_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends at the next step of a run in course, which then goes on after the next start. */
    @Override
    public void close() {
        closing = true;
        wake();
        try {
            if (!thread.join(Duration.ofSeconds(20))) {
                LOG.warn("training did not stop within 20 s; it goes on from its last checkpoint after the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
