package io.parlance.trainer.network;

import io.parlance.model.onnx.SequenceScore;
import io.parlance.model.text.TokenSequence;
import java.util.List;

/** A base model made ready to be fine-tuned once. Used by one thread at a time; closing frees its memory. */
public interface FineTuning extends AutoCloseable {
    /** What computes, and why. */
    EngineChoice engine();

    /**
     * Trains adapters from their start, or from the checkpoint where one is kept.
     *
     * @throws CheckpointException when a checkpoint cannot be read, is of another run, or cannot be written
     */
    TrainingOutcome run(TrainingData data, TrainingListener listener, StopSignal stop);

    /** How well the network, adapters in their present state, predicts the supervised tokens; dropout off. */
    SequenceScore score(List<TokenSequence> examples);

    @Override
    void close();
}
