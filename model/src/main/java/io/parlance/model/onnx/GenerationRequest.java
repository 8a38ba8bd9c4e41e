package io.parlance.model.onnx;

import io.parlance.model.text.TokenIds;
import java.util.OptionalInt;

/**
 * One answer to generate.
 *
 * @param prompt at least one token
 * @param topLogprobs how many alternatives to report with each token (0: only the token's own); empty reports none
 */
public record GenerationRequest(TokenIds prompt, SamplingParameters sampling, StopRules stop, OptionalInt topLogprobs) {
    public GenerationRequest {
        if (prompt.size() < 1) {
            throw new IllegalArgumentException("the prompt is empty, expected at least one token");
        }
        if (topLogprobs.isPresent() && topLogprobs.getAsInt() < 0) {
            throw new IllegalArgumentException(
                    "top_logprobs is %d, expected 0 or more".formatted(topLogprobs.getAsInt()));
        }
    }

    public GenerationRequest(TokenIds prompt, SamplingParameters sampling, StopRules stop) {
        this(prompt, sampling, stop, OptionalInt.empty());
    }
}
