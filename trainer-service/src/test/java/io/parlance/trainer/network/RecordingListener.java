package io.parlance.trainer.network;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a run said. */
final class RecordingListener implements TrainingListener {
    final List<TrainingPlan> plans = new ArrayList<>();
    final List<TrainingProgress> progress = new ArrayList<>();
    final List<Integer> checkpoints = new ArrayList<>();

    @Override
    public void planned(TrainingPlan plan) {
        plans.add(plan);
    }

    @Override
    public void progressed(TrainingProgress step) {
        progress.add(step);
    }

    @Override
    public void checkpointed(int step) {
        checkpoints.add(step);
    }

    List<Double> losses() {
        return progress.stream().map(TrainingProgress::loss).toList();
    }
}
