package io.parlance.trainer.network;

import java.util.List;
import java.util.Optional;

/**
 * All that a run carries from one step to the next, as values outside PyTorch.
 *
 * @param step steps done
 * @param adamW adapters and optimiser
 * @param tally of the present epoch
 * @param best adapter of the lowest validation loss so far
 * @param fruitless measurements since then
 * @param trainedTokens tokens trained on, prompts included
 */
record RunState(int step, AdamW.State adamW, Tally tally, Optional<Best> best, int fruitless, long trainedTokens) {

    /** Training loss so far in an epoch: nats and the tokens they are of. */
    record Tally(double negativeLogLikelihood, long supervisedTokens) {
        static final Tally NONE = new Tally(0, 0);

        Tally plus(double nll, long tokens) {
            return new Tally(negativeLogLikelihood + nll, supervisedTokens + tokens);
        }

        double loss() {
            return negativeLogLikelihood / supervisedTokens;
        }
    }

    /** @param parameters in the order of the adapters' parameters */
    record Best(int step, double validationLoss, List<float[]> parameters) {}
}
