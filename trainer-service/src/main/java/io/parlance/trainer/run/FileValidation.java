package io.parlance.trainer.run;

import io.parlance.contracts.BaseModelImported;
import io.parlance.trainer.file.FileStanding;
import io.parlance.trainer.journal.JournalException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Lets runs on uploaded files go on once the file is a whole dataset, and fails those whose file will never be one. */
public final class FileValidation implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FileValidation.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(30);

    private final TrainingRuns runs;
    private final Function<String, Optional<FileStanding>> standings;
    private final Supplier<Optional<BaseModelImported>> base;
    private final BiFunction<BaseModelImported, RunPlanner.Wish, RunRequest> planner;
    private final Duration longestStandstill;
    private final Clock clock;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Thread thread;
    private volatile boolean closing;

    /** How far a run's file was, and since when. */
    private record Seen(String what, Instant since) {}

    /**
     * @param standings how a file stands; empty while that is not known yet
     * @param longestStandstill without any progress of a file before its run fails
     */
    public FileValidation(
            TrainingRuns runs,
            Function<String, Optional<FileStanding>> standings,
            Supplier<Optional<BaseModelImported>> base,
            BiFunction<BaseModelImported, RunPlanner.Wish, RunRequest> planner,
            Duration longestStandstill,
            Clock clock) {
        this.runs = runs;
        this.standings = standings;
        this.base = base;
        this.planner = planner;
        this.longestStandstill = longestStandstill;
        this.clock = clock;
        this.thread = new Thread(this::loop, "file-validation");
        thread.setDaemon(true);
        thread.setContextClassLoader(FileValidation.class.getClassLoader());
    }

    public void start() {
        thread.start();
    }

    private void loop() {
        while (!closing) {
            try {
                look();
            } catch (JournalException e) {
                LOG.warnf("jobs on files wait for Kafka reason=%s", e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("looking after jobs on files failed unexpectedly, trying again", e);
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Looks once at every run that waits for its file. */
    void look() {
        List<TrainingRun> waiting = runs.validating();
        seen.keySet().retainAll(waiting.stream().map(TrainingRun::id).toList());
        for (TrainingRun run : waiting) {
            if (run.state() instanceof RunState.Validating state) {
                look(run, state);
            }
        }
    }

    private void look(TrainingRun run, RunState.Validating state) {
        String file = run.request().window().dataset();
        Optional<FileStanding> standing = standings.apply(file);
        if (standing.isEmpty()) {
            return;
        }
        switch (standing.get()) {
            case FileStanding.Unknown _ ->
                fail(run, "file_not_found", "training_file %s was deleted; upload it again".formatted(file));
            case FileStanding.Unfit unfit ->
                fail(
                        run,
                        "invalid_training_file",
                        "training_file %s cannot be trained on: %s".formatted(file, unfit.why()));
            case FileStanding.Underway underway -> await(run, file, underway.what());
            case FileStanding.Whole _ -> queue(run, state);
        }
    }

    private void await(TrainingRun run, String file, String what) {
        Instant now = clock.instant();
        Seen last = seen.compute(
                run.id(), (_, known) -> known == null || !known.what().equals(what) ? new Seen(what, now) : known);
        if (Duration.between(last.since(), now).compareTo(longestStandstill) > 0) {
            fail(
                    run,
                    "training_file_not_prepared",
                    "training_file %s did not get on for %d s: %s. See that ingest and preprocess run, then create the job again."
                            .formatted(file, longestStandstill.toSeconds(), what));
        }
    }

    private void queue(TrainingRun run, RunState.Validating state) {
        Optional<BaseModelImported> now = base.get();
        if (now.isEmpty()) {
            return;
        }
        if (!now.get().model().id().equals(run.request().baseModel().id())) {
            fail(
                    run,
                    "model_not_found",
                    "the job asks for the base model '%s', but the one in use is '%s' now"
                            .formatted(
                                    run.request().baseModel().id(),
                                    now.get().model().id()));
            return;
        }
        runs.queue(run.id(), planner.apply(now.get(), state.wish(run.request())), KAFKA_PATIENCE);
        LOG.infof(
                "file validated run=%s dataset=%s",
                run.id(), run.request().window().dataset());
    }

    private void fail(TrainingRun run, String code, String message) {
        runs.fail(run.id(), code, message, KAFKA_PATIENCE);
        LOG.infof("run failed before its start run=%s code=%s", run.id(), code);
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
    }
}
