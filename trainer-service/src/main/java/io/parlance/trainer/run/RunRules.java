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

    /** Begins a run, or goes on with one that a stop of the service interrupted. */
    static RunDecision start(TrainingRun run, Instant at) {
        return switch (run.state()) {
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
            case RunState.Running running ->
                new Changed(
                        run.with(running.fail(at, code, message), note(at, Level.ERROR, message)),
                        List.of(new TrainingStopped(run.id(), TrainingStopped.Cause.FAILED, code, message, step)));
            case RunState.Queued _ -> new Refused(run, "it has not started");
            case RunState.Ended _ -> new Refused(run, "it has ended");
        };
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
            case RunState.Queued _ -> new Refused(run, "it has not started");
            case RunState.Ended _ -> new Refused(run, "it has ended");
        };
    }

    static RunNote note(Instant at, Level level, String message) {
        return new RunNote(at, level, message);
    }
}
