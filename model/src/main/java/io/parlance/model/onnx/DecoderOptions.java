package io.parlance.model.onnx;

/**
 * @param slots sequences that can be held at a time
 * @param contextTokens room per slot; costs layers * 2 * kvHeads * headDim * 4 bytes per token and slot,
 *     of direct memory
 * @param threads that one run may use
 */
public record DecoderOptions(int slots, int contextTokens, int threads) {
    public DecoderOptions {
        if (slots < 1 || contextTokens < 2 || threads < 1) {
            throw new IllegalArgumentException("slots is %d, contextTokens %d, threads %d; expected at least 1, 2 and 1"
                    .formatted(slots, contextTokens, threads));
        }
    }
}
