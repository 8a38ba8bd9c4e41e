package io.parlance.trainer.run;

import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.TrainingStopped;
import io.parlance.trainer.run.RunDecision.Changed;
import io.parlance.trainer.run.RunDecision.Refused;
import io.parlance.trainer.run.RunNote.Level;
import java.time.Instant;
import java.util.List;

/** Which command moves a run where, and what is announced with it. Writes nothing. */
final class RunRules {
    private RunRules() {}

    static Changed accept(String id, RunRequest request, Instant at) {
        RunNote note = new RunNote(
                at,
                Level.INFO,
                "Created fine-tuning job: %d training examples of dataset %s in a window of %s"
                        .formatted(
                                request.windowTrainExamples(),
                                request.window().dataset(),
                                request.window().topic()));
        TrainingRun run = new TrainingRun(id, at, request, new RunState.Queued(), List.of(note));
        return new Changed(run, List.of(run.requested()));
    }

    /** A run on an uploaded file, which may not be a whole dataset yet; it is announced once it is. */
    static Changed acceptFile(String id, RunRequest request, RunState.Validating state, Instant at) {
        RunNote note = new RunNote(
                at,
                Level.INFO,
                "Validating training file: %s".formatted(request.window().dataset()));
        return new Changed(new TrainingRun(id, at, request, state, List.of(note)), List.of());
    }

    /** @param request with the window in which the whole file lies */
    static RunDecision queue(TrainingRun run, RunRequest request, Instant at) {
        return switch (run.state()) {
            case RunState.Validating validating -> {
                RunNote note = new RunNote(
                        at,
                        Level.INFO,
                        "Files validated, moving job to queued state: %d training examples of dataset %s"
                                .formatted(
                                        request.windowTrainExamples(),
                                        request.window().dataset()));
                TrainingRun queued = run.with(request, validating.queue(), note);
                yield new Changed(queued, List.of(queued.requested()));
            }
            case RunState.Queued _ -> new Refused(run, "it is queued already");
            case RunState.Running _ -> new Refused(run, "it has started");
            case RunState.Ended _ -> new Refused(run, "it has ended");
        };
    }

    /** Begins a run, or goes on with one that a stop of the service interrupted. */
    static RunDecision start(TrainingRun run, Instant at) {
        return switch (run.state()) {
            case RunState.Validating _ -> new Refused(run, "its file is not validated yet");
            case RunState.Queued queued ->
                new Changed(run.with(queued.start(at), note(at, Level.INFO, "Fine-tuning job started")), List.of());
            case RunState.Running running ->
                new Changed(
                        run.with(
                                running.resume(),
                                note(
                                        at,
                                        Level.WARN,
                                        "The trainer was restarted in the course of this job; it goes on (attempt %d)"
                                                .formatted(running.attempt() + 1))),
                        List.of());
            case RunState.Ended _ -> new Refused(run, "it has ended");
        };
    }

    /** @param step steps done so far */
    static RunDecision cancel(TrainingRun run, Instant at, long step) {
        RunState.Cancelled cancelled =
                switch (run.state()) {
                    case RunState.Validating validating -> validating.cancel(at);
                    case RunState.Queued queued -> queued.cancel(at);
                    case RunState.Running running -> running.cancel(at);
                    case RunState.Ended _ -> null;
                };
        if (cancelled == null) {
            return new Refused(run, "it has already ended");
        }
        String message = "Cancelled by request at step %d".formatted(step);
        return new Changed(
                run.with(cancelled, note(at, Level.INFO, message)),
                List.of(new TrainingStopped(run.id(), TrainingStopped.Cause.CANCELLED, "cancelled", message, step)));
    }

    static RunDecision fail(TrainingRun run, Instant at, String code, String message, long step) {
        return switch (run.state()) {
            case RunState.Validating validating -> failed(run, validating.fail(at, code, message), step);
            case RunState.Running running -> failed(run, running.fail(at, code, message), step);
            case RunState.Queued _ -> new Refused(run, "it has not started");
            case RunState.Ended _ -> new Refused(run, "it has ended");
        };
    }

    private static Changed failed(TrainingRun run, RunState.Failed state, long step) {
        return new Changed(
                run.with(state, note(state.finishedAt(), Level.ERROR, state.message())),
                List.of(new TrainingStopped(
                        run.id(), TrainingStopped.Cause.FAILED, state.code(), state.message(), step)));
    }

    static RunDecision complete(TrainingRun run, Instant at, ModelTrained trained) {
        return switch (run.state()) {
            case RunState.Running running ->
                new Changed(
                        run.with(
                                running.succeed(at, trained.model(), trained.trainedTokens()),
                                note(
                                        at,
                                        Level.INFO,
                                        "New fine-tuned model created: %s"
                                                .formatted(trained.model().id()))),
                        List.of(trained));
            case RunState.Validating _, RunState.Queued _ -> new Refused(run, "it has not started");
            case RunState.Ended _ -> new Refused(run, "it has ended");
        };
    }

    static RunNote note(Instant at, Level level, String message) {
        return new RunNote(at, level, message);
    }
}
