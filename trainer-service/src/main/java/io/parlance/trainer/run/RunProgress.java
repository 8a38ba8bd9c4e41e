package io.parlance.trainer.run;

import io.parlance.contracts.TrainingProgressed;
import io.parlance.contracts.TrainingProgressed.Phase;
import io.parlance.trainer.network.TrainingProgress;
import java.util.OptionalDouble;

/** Turns the engine's steps into progress events: some of the steps, with the mean loss since the event before. */
final class RunProgress {
    private final String runId;
    private int lastStep;
    private int totalSteps;
    private long trainedTokens;
    private double epoch;
    private double lossSum;
    private int lossSteps;

    RunProgress(String runId) {
        this.runId = runId;
    }

    TrainingProgressed preparing() {
        return bare(Phase.PREPARING);
    }

    /** Before the first step. */
    TrainingProgressed planned(int firstStep, int steps) {
        lastStep = firstStep;
        totalSteps = steps;
        return bare(Phase.TRAINING);
    }

    TrainingProgressed exporting() {
        return bare(Phase.EXPORTING);
    }

    /** Takes a step in. */
    void add(TrainingProgress step, double epochsDone) {
        lastStep = step.step();
        totalSteps = step.totalSteps();
        trainedTokens = step.trainedTokens();
        epoch = epochsDone;
        lossSum += step.loss();
        lossSteps++;
    }

    /** The event after a step that was taken in. */
    TrainingProgressed event(TrainingProgress step) {
        TrainingProgressed event = new TrainingProgressed(
                runId,
                Phase.TRAINING,
                step.step(),
                step.totalSteps(),
                epoch,
                lossSum / lossSteps,
                boxed(step.validationLoss()),
                step.learningRate(),
                step.gradientNorm(),
                step.tokensPerSecond(),
                step.trainedTokens(),
                step.timeLeft().toMillis() / 1000.0);
        lossSum = 0;
        lossSteps = 0;
        return event;
    }

    private TrainingProgressed bare(Phase phase) {
        return new TrainingProgressed(
                runId, phase, lastStep, totalSteps, epoch, null, null, null, null, null, trainedTokens, null);
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
