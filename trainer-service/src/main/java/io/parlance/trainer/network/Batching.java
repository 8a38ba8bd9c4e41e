package io.parlance.trainer.network;

import io.parlance.model.text.TokenSequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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

    /** Splits examples into passes through the network of bounded size, those of like length together. */
    List<PackedExamples> passes(List<TokenSequence> examples) {
        List<TokenSequence> longestFirst = examples.stream()
                .sorted(Comparator.comparingInt(PackedExamples::neededTokens).reversed())
                .toList();
        List<PackedExamples> passes = new ArrayList<>();
        List<TokenSequence> pass = new ArrayList<>();
        for (TokenSequence example : longestFirst) {
            // Attention computes every example of a pass at the length of the first.
            if (!pass.isEmpty() && (pass.size() + 1) * PackedExamples.neededTokens(pass.getFirst()) > tokensPerPass) {
                passes.add(PackedExamples.of(pass));
                pass.clear();
            }
            pass.add(example);
        }
        if (!pass.isEmpty()) {
            passes.add(PackedExamples.of(pass));
        }
        return passes;
    }
}
