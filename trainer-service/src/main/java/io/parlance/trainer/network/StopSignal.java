package io.parlance.trainer.network;

/** Asked before every step; once true, the run ends at this step boundary (and leaves a checkpoint if it keeps any). */
@FunctionalInterface
public interface StopSignal {
    boolean isRaised();

    static StopSignal never() {
        return () -> false;
    }
}
