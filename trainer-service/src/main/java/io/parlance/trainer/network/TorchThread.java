package io.parlance.trainer.network;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/** What PyTorch keeps per thread and what we need of it. */
final class TorchThread {
    private TorchThread() {}

    /**
     * TorchScript's graph optimiser mixes up the types of adapters beside bf16 products, and autograd would keep what
     * nobody asks for: both are on for new threads.
     */
    static void prepare() {
        Engine.getEngine("PyTorch");
        JniUtils.setGraphExecutorOptimize(false);
        JniUtils.setGradMode(false);
    }
}
