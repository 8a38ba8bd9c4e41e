package io.parlance.trainer.run;

import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.TrainingProgressed;
import io.parlance.trainer.journal.JournalException;
import io.parlance.trainer.run.RunNote.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All runs, and the one way to change them: what the rules decide is written to the journal first and believed after.
 * Safe for many threads; reading never waits for Kafka.
 */
public final class TrainingRuns {
    private final RunJournal journal;
    private final Clock clock;
    private final Supplier<String> newIds;
    private final ReentrantLock writing = new ReentrantLock();
    private final Map<String, TrainingRun> runs = new ConcurrentHashMap<>();
    private final Map<String, LinkedHashMap<String, ProgressPoint>> courses = new ConcurrentHashMap<>();
    private final List<Consumer<TrainingRun>> listeners = new CopyOnWriteArrayList<>();

    /** @param newIds ids for new runs, {@code ftjob-...}, each only once */
    public TrainingRuns(RunJournal journal, Clock clock, Supplier<String> newIds) {
        this.journal = journal;
        this.clock = clock;
        this.newIds = newIds;
    }

    /** Takes over what the journal kept, before anything else is done. */
    public void restore(Collection<TrainingRun> kept, Collection<ProgressPoint> progress) {
        kept.forEach(run -> runs.put(run.id(), run));
        progress.forEach(this::remember);
    }

    /** Called after every change, on the thread that made it. */
    public void onChange(Consumer<TrainingRun> listener) {
        listeners.add(listener);
    }

    public Optional<TrainingRun> find(String id) {
        return Optional.ofNullable(runs.get(id));
    }

    public List<TrainingRun> newestFirst() {
        return runs.values().stream()
                .sorted(Comparator.comparing(TrainingRun::createdAt)
                        .thenComparing(TrainingRun::id)
                        .reversed())
                .toList();
    }

    /** The runs still to be done, the one that was being done first, then in the order they were asked for. */
    public List<TrainingRun> unfinished() {
        return runs.values().stream()
                .filter(run -> !run.hasEnded())
                .sorted(Comparator.comparing((TrainingRun run) -> run.state() instanceof RunState.Queued)
                        .thenComparing(TrainingRun::createdAt)
                        .thenComparing(TrainingRun::id))
                .toList();
    }

    /** The runs that wait for their file. */
    public List<TrainingRun> validating() {
        return unfinished().stream()
                .filter(run -> run.state() instanceof RunState.Validating)
                .toList();
    }

    /** How far a run came, oldest first; the same step once. */
    public List<ProgressPoint> course(String id) {
        LinkedHashMap<String, ProgressPoint> course = courses.get(id);
        if (course == null) {
            return List.of();
        }
        synchronized (course) {
            return List.copyOf(course.values());
        }
    }

    /** Steps done so far. */
    public long step(String id) {
        return course(id).stream()
                .mapToLong(point -> point.progress().step())
                .max()
                .orElse(0);
    }

    /** A new run, once Kafka has it. */
    public TrainingRun accept(RunRequest request, Duration patience) {
        return locked(patience, () -> {
            Instant at = now();
            RunDecision.Changed decision = RunRules.accept(newIds.get(), request, at);
            write(decision, at, patience);
            return decision.run();
        });
    }

    /** A new run on an uploaded file, once Kafka has it. @param request as far as it is known */
    public TrainingRun acceptFile(RunRequest request, RunPlanner.Wish wish, Duration patience) {
        return locked(patience, () -> {
            Instant at = now();
            RunDecision.Changed decision = RunRules.acceptFile(
                    newIds.get(),
                    request,
                    new RunState.Validating(wish.epochs(), wish.batchSize(), wish.learningRateMultiplier()),
                    at);
            write(decision, at, patience);
            return decision.run();
        });
    }

    /** Lets a run on a file wait for its turn. @param request with the window in which the whole file lies */
    public RunDecision queue(String id, RunRequest request, Duration patience) {
        return decide(id, patience, (run, at) -> RunRules.queue(run, request, at));
    }

    public RunDecision start(String id, Duration patience) {
        return decide(id, patience, RunRules::start);
    }

    public RunDecision cancel(String id, Duration patience) {
        return decide(id, patience, (run, at) -> RunRules.cancel(run, at, step(id)));
    }

    public RunDecision fail(String id, String code, String message, Duration patience) {
        return decide(id, patience, (run, at) -> RunRules.fail(run, at, code, message, step(id)));
    }

    public RunDecision complete(String id, ModelTrained trained, Duration patience) {
        return decide(id, patience, (run, at) -> RunRules.complete(run, at, trained));
    }

    /** Adds a remark to a run that is under way. */
    public RunDecision note(String id, Level level, String message, Duration patience) {
        return decide(
                id,
                patience,
                (run, at) -> run.hasEnded()
                        ? new RunDecision.Refused(run, "it has ended")
                        : new RunDecision.Changed(run.with(new RunNote(at, level, message)), List.of()));
    }

    public void progressed(TrainingProgressed progress, Duration patience) {
        Instant at = now();
        remember(new ProgressPoint(at, progress));
        journal.write(progress, at, patience);
    }

    private interface Rule {
        RunDecision apply(TrainingRun run, Instant at);
    }

    private RunDecision decide(String id, Duration patience, Rule rule) {
        return locked(patience, () -> {
            TrainingRun run = runs.get(id);
            if (run == null) {
                throw new IllegalArgumentException("there is no run %s".formatted(id));
            }
            Instant at = now();
            RunDecision decision = rule.apply(run, at);
            if (decision instanceof RunDecision.Changed changed) {
                write(changed, at, patience);
            }
            return decision;
        });
    }

    private void write(RunDecision.Changed decision, Instant at, Duration patience) {
        journal.write(decision.run(), decision.events(), at, patience);
        runs.put(decision.run().id(), decision.run());
        listeners.forEach(listener -> listener.accept(decision.run()));
    }

    private <T> T locked(Duration patience, Supplier<T> action) {
        try {
            if (!writing.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new JournalException("another change is still waiting for Kafka; check that it runs", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalException("interrupted while waiting for Kafka", e);
        }
        try {
            return action.get();
        } finally {
            writing.unlock();
        }
    }

    private void remember(ProgressPoint point) {
        TrainingProgressed progress = point.progress();
        LinkedHashMap<String, ProgressPoint> course =
                courses.computeIfAbsent(progress.runId(), _ -> new LinkedHashMap<>());
        synchronized (course) {
            course.put(progress.phase() + "/" + progress.step(), point);
        }
    }

    private Instant now() {
        return clock.instant();
    }
}
