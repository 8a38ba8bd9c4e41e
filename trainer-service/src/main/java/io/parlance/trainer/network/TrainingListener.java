package io.parlance.trainer.network;

/** Hears of a run's course, on the thread that trains: return quickly. */
public interface TrainingListener {
    /** Once, before the first step. */
    void planned(TrainingPlan plan);

    /** After every step. */
    void progressed(TrainingProgress progress);

    /** A checkpoint of this many steps is on disk. */
    default void checkpointed(int step) {}
}
