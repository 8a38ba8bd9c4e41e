package io.parlance.trainer.network;

/**
 * How examples become optimiser steps.
 *
 * @param examplesPerStep examples whose loss one step averages
 * @param tokensPerPass most tokens that go through the network at once; a step of more is accumulated over several
 *     passes, with the same result. Bounds memory. A single longer example gets a pass of its own
 * @param maxTokens longest example trained on; longer ones are counted and left out, never cut
 */
public record Batching(int examplesPerStep, int tokensPerPass, int maxTokens) {
    public Batching {
        if (examplesPerStep < 1) {
            throw new IllegalArgumentException(
                    "batch size is %d, expected at least 1 example".formatted(examplesPerStep));
        }
        if (tokensPerPass < 1) {
            throw new IllegalArgumentException("tokens per pass is %d, expected at least 1".formatted(tokensPerPass));
        }
        if (maxTokens < 2) {
            throw new IllegalArgumentException("max tokens is %d, expected at least 2".formatted(maxTokens));
        }
    }

    /** 8 examples a step, 1,024 tokens a pass, examples up to 1,024 tokens. */
    public static Batching defaults() {
        return new Batching(8, 1024, 1024);
    }
}
