package io.parlance.model.onnx;

import io.parlance.model.text.TokenIds;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Chooses the tokens of one answer, in the order that {@link SamplingParameters} states. For one thread. */
public final class Sampler {
    private final SamplingParameters parameters;
    private final BitSet prompt = new BitSet();
    private final Map<Integer, Integer> answer = new HashMap<>();
    private final SplittableRandom random;

    public Sampler(SamplingParameters parameters, TokenIds prompt) {
        this.parameters = parameters;
        this.random = new SplittableRandom(parameters.seed());
        for (int i = 0; i < prompt.size(); i++) {
            this.prompt.set(prompt.get(i));
        }
    }

    /**
     * Chooses the next token and remembers it.
     *
     * @param logits after the last token; changed by this call
     * @param forbidden ids that cannot be chosen this time
     * @throws IllegalStateException when the logits are no numbers
     */
    public int choose(float[] logits, Set<Integer> forbidden) {
        adjust(logits, forbidden);
        int best = LogProbabilities.mostLikely(logits);
        if (!Float.isFinite(logits[best])) {
            throw new IllegalStateException("the model's logits are not numbers; its weights or its cache are broken");
        }
        int chosen = parameters.temperature() == 0
                ? best
                : Candidates.of(logits, parameters).draw(random.nextDouble());
        answer.merge(chosen, 1, Integer::sum);
        return chosen;
    }

    private void adjust(float[] logits, Set<Integer> forbidden) {
        parameters.logitBias().forEach((id, bias) -> logits[id] += bias.floatValue());
        SamplingParameters.Penalties penalties = parameters.penalties();
        if (penalties.repetition() != 1) {
            for (int id = prompt.nextSetBit(0); id >= 0; id = prompt.nextSetBit(id + 1)) {
                repeat(logits, id, penalties.repetition());
            }
            for (int id : answer.keySet()) {
                if (!prompt.get(id)) {
                    repeat(logits, id, penalties.repetition());
                }
            }
        }
        if (penalties.presence() != 0 || penalties.frequency() != 0) {
            answer.forEach((id, count) -> logits[id] -= (float) (penalties.presence() + count * penalties.frequency()));
        }
        for (int id : forbidden) {
            if (id >= 0 && id < logits.length) {
                logits[id] = Float.NEGATIVE_INFINITY;
            }
        }
    }

    private static void repeat(float[] logits, int id, double penalty) {
        logits[id] = (float) (logits[id] > 0 ? logits[id] / penalty : logits[id] * penalty);
    }
}
