package io.parlance.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.TrainingStopped;
import io.parlance.trainer.journal.JournalException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunWorkerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final MemoryJournal journal = new MemoryJournal();
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<RunWorker> workers = new ArrayList<>();

    /** Work that does what the test says. */
    private static class FakeWork implements RunWork {
        final List<String> performed = Collections.synchronizedList(new ArrayList<>());
        final List<String> discarded = Collections.synchronizedList(new ArrayList<>());

        @Override
        public RunOutcome perform(TrainingRun run, Course course, BooleanSupplier stop) {
            performed.add(run.id());
            return new RunOutcome.Completed(TestRuns.trained(run));
        }

        @Override
        public void discard(TrainingRun run) {
            discarded.add(run.id());
        }
    }

    @AfterEach
    void close() {
        workers.forEach(RunWorker::close);
    }

    @Test
    void worksRunsOffInTheOrderTheyWereAskedFor() {
        // Given
        TrainingRuns runs = runs();
        FakeWork work = new FakeWork();
        List<String> asked = List.of(accept(runs), accept(runs), accept(runs));

        // When
        start(runs, work, () -> true);

        // Then
        asked.forEach(id -> awaitEnd(runs, id));
        assertThat(work.performed).containsExactlyElementsOf(asked);
        assertThat(journal.announced(ModelTrained.class))
                .extracting(ModelTrained::runId)
                .containsExactlyElementsOf(asked);
    }

    @Test
    void waitsUntilThereIsABaseModel() {
        // Given
        TrainingRuns runs = runs();
        FakeWork work = new FakeWork();
        AtomicBoolean ready = new AtomicBoolean();
        RunWorker worker = start(runs, work, ready::get);
        String id = accept(runs);
        assertThat(work.performed).isEmpty();

        // When
        ready.set(true);
        worker.wake();

        // Then
        awaitEnd(runs, id);
        assertThat(work.performed).containsExactly(id);
    }

    @Test
    void aRunThatFailsEndsWithItsReasonAndTheNextOneIsWorkedOff() {
        // Given
        TrainingRuns runs = runs();
        String bad = accept(runs);
        String good = accept(runs);
        FakeWork work = new FakeWork() {
            @Override
            public RunOutcome perform(TrainingRun run, Course course, BooleanSupplier stop) {
                return run.id().equals(bad)
                        ? new RunOutcome.Failed("diverged", "loss is NaN")
                        : super.perform(run, course, stop);
            }
        };

        // When
        start(runs, work, () -> true);

        // Then
        awaitEnd(runs, good);
        assertThat(runs.find(bad).orElseThrow().state())
                .isInstanceOfSatisfying(RunState.Failed.class, failed -> assertThat(failed.message())
                        .isEqualTo("loss is NaN"));
        assertThat(journal.announced(TrainingStopped.class)).hasSize(1);
        assertThat(work.discarded).containsExactly(bad);
    }

    @Test
    void aSurpriseInTheWorkFailsTheRunOnly() {
        // Given
        TrainingRuns runs = runs();
        String bad = accept(runs);
        FakeWork work = new FakeWork() {
            @Override
            public RunOutcome perform(TrainingRun run, Course course, BooleanSupplier stop) {
                throw new IllegalStateException("surprise");
            }
        };

        // When
        start(runs, work, () -> true);

        // Then
        awaitEnd(runs, bad);
        assertThat(runs.find(bad).orElseThrow().state())
                .isInstanceOfSatisfying(RunState.Failed.class, failed -> assertThat(failed.code())
                        .isEqualTo("internal_error"));
    }

    @Test
    void aCancelledRunIsStoppedAndItsLateModelIsNotAnnounced() throws InterruptedException {
        // Given
        TrainingRuns runs = runs();
        String id = accept(runs);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        FakeWork work = new FakeWork() {
            @Override
            public RunOutcome perform(TrainingRun run, Course course, BooleanSupplier stop) {
                begun.countDown();
                while (!stop.getAsBoolean()) {
                    Thread.onSpinWait();
                }
                stopped.countDown();
                return new RunOutcome.Completed(TestRuns.trained(run));
            }
        };
        RunWorker worker = start(runs, work, () -> true);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        // When
        RunDecision decision = runs.cancel(id, PATIENCE);

        // Then
        assertThat(decision).isInstanceOf(RunDecision.Changed.class);
        assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
        worker.close();
        assertThat(runs.find(id).orElseThrow().state()).isInstanceOf(RunState.Cancelled.class);
        assertThat(journal.announced(ModelTrained.class)).isEmpty();
        assertThat(work.discarded).containsExactly(id);
    }

    @Test
    void aRunInterruptedByTheEndOfTheServiceGoesOnAfterTheNextStart() throws InterruptedException {
        // Given
        TrainingRuns before = runs();
        String first = accept(before);
        String second = accept(before);
        CountDownLatch begun = new CountDownLatch(1);
        RunWorker worker = start(
                before,
                new FakeWork() {
                    @Override
                    public RunOutcome perform(TrainingRun run, Course course, BooleanSupplier stop) {
                        begun.countDown();
                        while (!stop.getAsBoolean()) {
                            Thread.onSpinWait();
                        }
                        return new RunOutcome.Interrupted();
                    }
                },
                () -> true);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        worker.close();
        assertThat(before.find(first).orElseThrow().state()).isInstanceOf(RunState.Running.class);

        // When
        TrainingRuns after = runs();
        FakeWork work = new FakeWork();
        start(after, work, () -> true);

        // Then
        awaitEnd(after, second);
        assertThat(work.performed).containsExactly(first, second);
        assertThat(after.find(first).orElseThrow().notes())
                .extracting(RunNote::message)
                .anyMatch(message -> message.contains("restarted"));
        assertThat(journal.announced(ModelTrained.class)).hasSize(2);
    }

    @Test
    void nothingIsAcceptedThatKafkaDidNotTake() {
        // Given
        TrainingRuns runs = runs();
        journal.away = true;

        // Then
        assertThatThrownBy(() -> accept(runs)).isInstanceOf(JournalException.class);
        assertThat(runs.newestFirst()).isEmpty();
    }

    @Test
    void aStepIsToldOnceHoweverOftenItIsDone() {
        // Given
        TrainingRuns runs = runs();
        String id = accept(runs);
        runs.progressed(TestRuns.step(id, 2, 1.5), PATIENCE);

        // When
        runs.progressed(TestRuns.step(id, 2, 1.5), PATIENCE);

        // Then
        assertThat(runs.course(id)).hasSize(1);
        assertThat(runs.step(id)).isEqualTo(2);
    }

    private TrainingRuns runs() {
        TrainingRuns runs = new TrainingRuns(journal, Clock.fixed(TestRuns.NOON, ZoneOffset.UTC), () -> "ftjob-%04d"
                .formatted(numbers.incrementAndGet()));
        runs.restore(List.copyOf(journal.kept.values()), List.of());
        return runs;
    }

    private static String accept(TrainingRuns runs) {
        return runs.accept(TestRuns.request("live", 5), PATIENCE).id();
    }

    private RunWorker start(TrainingRuns runs, RunWork work, BooleanSupplier ready) {
        RunWorker worker = new RunWorker(runs, work, ready);
        workers.add(worker);
        worker.start();
        return worker;
    }

    private static void awaitEnd(TrainingRuns runs, String id) {
        while (!runs.find(id).orElseThrow().hasEnded()) {
            Thread.onSpinWait();
        }
    }
}
