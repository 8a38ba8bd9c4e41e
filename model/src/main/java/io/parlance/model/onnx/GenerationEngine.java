package io.parlance.model.onnx;

import java.util.concurrent.CompletableFuture;

/**
 * Generates many answers at a time over the slots of one decoder: a new request joins the running ones as soon as a
 * slot is free. Prompts are read in chunks between decoding steps, so a long prompt does not hold up the others.
 */
public interface GenerationEngine extends AutoCloseable {

    /**
     * Hands in a request; never blocks.
     *
     * @throws IllegalArgumentException when a token of the prompt or of the logit bias is outside the vocabulary
     */
    Submission submit(GenerationRequest request, GenerationListener listener);

    /** Tokens that prompt and answer may have together. */
    int contextTokens();

    /** Takes no new requests from now on; done when every accepted one has finished. */
    CompletableFuture<Void> drain();

    EngineMetrics metrics();

    /** Cancels what is running or waiting, waits for the engine's thread, and closes the decoder. */
    @Override
    void close();
}
