package io.parlance.model.onnx;

import java.util.List;
import java.util.Optional;

/** @param logprobs there when the request asked for them */
public record GeneratedToken(int tokenId, Optional<Logprobs> logprobs) {

    /**
     * @param own of the token itself
     * @param top the most likely tokens at this place, best first
     */
    public record Logprobs(double own, List<TokenLogprob> top) {
        public Logprobs {
            top = List.copyOf(top);
        }
    }
}
