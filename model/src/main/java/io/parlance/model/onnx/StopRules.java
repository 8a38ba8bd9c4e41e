package io.parlance.model.onnx;

import java.util.Set;

/**
 * When an answer ends.
 *
 * @param maxTokens longest answer, at least 1
 * @param minTokens until so many tokens are there, none of {@code stopIds} can be chosen
 * @param stopIds a token that ends the answer and does not belong to it; {@code ignore_eos} is an empty set
 */
public record StopRules(int maxTokens, int minTokens, Set<Integer> stopIds) {
    public StopRules {
        stopIds = Set.copyOf(stopIds);
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max_tokens is %d, expected at least 1".formatted(maxTokens));
        }
        if (minTokens < 0 || minTokens > maxTokens) {
            throw new IllegalArgumentException(
                    "min_tokens is %d, expected 0 to max_tokens (%d)".formatted(minTokens, maxTokens));
        }
    }

    public StopRules(int maxTokens, Set<Integer> stopIds) {
        this(maxTokens, 0, stopIds);
    }
}
