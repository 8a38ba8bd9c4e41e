package io.parlance.model.onnx;

import java.util.Map;

/**
 * How the next token is chosen from the logits. Applied in this order: logit bias, repetition penalty, frequency and
 * presence penalty, temperature, top-k, top-p, min-p.
 *
 * @param temperature 0 chooses the most likely token; at most 2 by OpenAI's rule, not checked here
 * @param topP keeps the smallest set of tokens whose probability reaches it, in (0, 1]
 * @param topK keeps so many most likely tokens; 0 keeps all
 * @param minP keeps tokens at least this fraction as likely as the most likely one, in [0, 1]
 * @param logitBias added to the logits of these token ids
 * @param seed the same seed and request give the same tokens from the same model
 */
public record SamplingParameters(
        double temperature,
        double topP,
        int topK,
        double minP,
        Penalties penalties,
        Map<Integer, Double> logitBias,
        long seed) {

    /**
     * Makes tokens less likely that came before.
     *
     * @param repetition divides positive logits and multiplies negative ones of tokens in prompt or answer; 1 is off
     * @param presence subtracted once for tokens of the answer
     * @param frequency subtracted per occurrence in the answer
     */
    public record Penalties(double repetition, double presence, double frequency) {
        public static final Penalties NONE = new Penalties(1, 0, 0);

        public Penalties {
            if (!(repetition > 0) || Double.isInfinite(repetition)) {
                throw new IllegalArgumentException(
                        "repetition_penalty is %s, expected a number above 0".formatted(repetition));
            }
            if (!Double.isFinite(presence) || !Double.isFinite(frequency)) {
                throw new IllegalArgumentException("presence_penalty is %s and frequency_penalty %s, expected numbers"
                        .formatted(presence, frequency));
            }
        }
    }

    public SamplingParameters {
        logitBias = Map.copyOf(logitBias);
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature is %s, expected 0 or more".formatted(temperature));
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top_p is %s, expected more than 0 and at most 1".formatted(topP));
        }
        if (topK < 0) {
            throw new IllegalArgumentException("top_k is %d, expected 0 (all) or more".formatted(topK));
        }
        if (!(minP >= 0 && minP <= 1)) {
            throw new IllegalArgumentException("min_p is %s, expected 0 to 1".formatted(minP));
        }
    }

    /** Always the most likely token. */
    public static SamplingParameters greedy() {
        return new SamplingParameters(0, 1, 0, 0, Penalties.NONE, Map.of(), 0);
    }

    /** Draws from the model's own distribution, sharpened or flattened by a temperature. */
    public static SamplingParameters temperature(double temperature, long seed) {
        return new SamplingParameters(temperature, 1, 0, 0, Penalties.NONE, Map.of(), seed);
    }
}
