package io.parlance.trainer.network;

import io.parlance.model.text.TokenSequence;
import java.util.List;
import java.util.Optional;

/** A base model made ready to be fine-tuned once. Used by one thread; closing frees its memory. */
public interface FineTuning extends AutoCloseable {
    /** What computes, and why. */
    EngineChoice engine();

    /**
     * Trains adapters from their start, or from the checkpoint in the folder.
     *
     * @param checkpoints where to keep and find checkpoints, if at all
     * @throws CheckpointException when the folder's checkpoint cannot be read, is of another run, or cannot be written
     */
    TrainingOutcome run(
            TrainingData data, Optional<Checkpoints> checkpoints, TrainingListener listener, StopSignal stop);

    /** How well the network, adapters in their present state, predicts the supervised tokens; dropout off. */
    Score score(List<TokenSequence> examples);

    @Override
    void close();
}
