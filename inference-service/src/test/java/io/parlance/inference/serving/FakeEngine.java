package io.parlance.inference.serving;

import io.parlance.model.onnx.EngineMetrics;
import io.parlance.model.onnx.GenerationEngine;
import io.parlance.model.onnx.GenerationListener;
import io.parlance.model.onnx.GenerationRequest;
import io.parlance.model.onnx.Submission;
import java.util.concurrent.CompletableFuture;

/** Takes requests and never answers; says when it is drained and closed. */
final class FakeEngine implements GenerationEngine {
    final CompletableFuture<Void> drained = new CompletableFuture<>();
    volatile boolean draining;
    volatile boolean closed;

    @Override
    public Submission submit(GenerationRequest request, GenerationListener listener) {
        return draining ? new Submission.Draining() : new Submission.Accepted(() -> {});
    }

    @Override
    public int contextTokens() {
        return 16;
    }

    @Override
    public CompletableFuture<Void> drain() {
        draining = true;
        return drained;
    }

    @Override
    public EngineMetrics metrics() {
        return new EngineMetrics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        closed = true;
    }
}
