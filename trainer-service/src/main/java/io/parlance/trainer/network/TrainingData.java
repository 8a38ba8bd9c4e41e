package io.parlance.trainer.network;

import io.parlance.model.text.TokenSequence;
import java.util.List;

/**
 * The examples of a run.
 *
 * @param train in any order; the run shuffles them by its seed
 * @param validation not trained on; may be empty, then there is no early stopping and the last adapter is kept
 */
public record TrainingData(List<TokenSequence> train, List<TokenSequence> validation) {
    public TrainingData {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
    }
}
