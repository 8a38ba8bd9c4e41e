package io.parlance.trainer.run;

import io.parlance.trainer.network.TrainingListener;
import io.parlance.trainer.network.TrainingPlan;
import io.parlance.trainer.network.TrainingProgress;
import io.parlance.trainer.run.RunNote.Level;

/** Tells a run's course what the engine does. */
final class CourseListener implements TrainingListener {
    private final TrainingRun run;
    private final RunWork.Course course;
    private final RunProgress progress;
    private final int everySteps;
    private TrainingPlan plan;

    CourseListener(TrainingRun run, RunWork.Course course, RunProgress progress, int everySteps) {
        this.run = run;
        this.course = course;
        this.progress = progress;
        this.everySteps = everySteps;
    }

    @Override
    public void planned(TrainingPlan planned) {
        plan = planned;
        course.note(
                Level.INFO,
                "Training %d steps on %d examples (%d longer than the limit and %d without an answer to learn left out), %d for validation; %s"
                        .formatted(
                                planned.totalSteps(),
                                planned.trainExamples(),
                                planned.tooLong(),
                                planned.withoutSupervision(),
                                planned.validationExamples(),
                                planned.engine().why()));
        boolean again = run.state() instanceof RunState.Running running && running.attempt() > 1;
        if (planned.firstStep() > 0) {
            course.note(Level.INFO, "Going on from the checkpoint after step %d".formatted(planned.firstStep()));
        } else if (again) {
            course.note(Level.WARN, "There is no checkpoint to go on from; training starts again from the first step");
        }
        course.progressed(progress.planned(planned.firstStep(), planned.totalSteps()));
    }

    @Override
    public void progressed(TrainingProgress step) {
        int epochs = run.request().hyperparameters().epochs();
        progress.add(step, (double) epochs * step.step() / step.totalSteps());
        if (step.step() == 1
                || step.step() % everySteps == 0
                || step.step() == step.totalSteps()
                || step.validationLoss().isPresent()) {
            course.progressed(progress.event(step));
        }
    }

    void note(Level level, String message) {
        course.note(level, message);
    }

    boolean hasBegun() {
        return plan != null;
    }

    /** What was planned; there is one once the engine has begun. */
    TrainingPlan plan() {
        return plan;
    }
}
