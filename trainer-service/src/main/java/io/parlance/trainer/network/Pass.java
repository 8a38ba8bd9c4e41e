package io.parlance.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.parlance.model.artifact.LlamaConfig;

/** Packed examples as tensors, and the manager of all that one pass through the network makes. */
final class Pass implements AutoCloseable {
    private final NDManager manager;
    private final NDArray ids;
    private final NDArray rows;
    private final NDArray targets;
    private final NDArray cos;
    private final NDArray sin;
    private final NDArray queries;
    private final NDArray keys;
    private final NDArray slots;
    private final NDArray mask;

    Pass(PackedExamples examples, LlamaConfig config, RotaryTable rotary, TorchFunctions functions, NDManager parent) {
        manager = parent.newSubManager();
        int[] positions = examples.positions();
        ids = manager.create(examples.ids());
        rows = manager.create(examples.rows());
        targets = manager.create(examples.targets());
        Shape angles = new Shape(positions.length, 1, config.headDim());
        cos = inProducts(functions, manager.create(rotary.cosines(positions), angles));
        sin = inProducts(functions, manager.create(rotary.sines(positions), angles));
        queries = manager.create(examples.queryTokens());
        keys = manager.create(examples.keyTokens());
        slots = manager.create(examples.slotOfToken());
        Shape table = new Shape(examples.spans(), 1, examples.querySlots(), examples.keySlots());
        mask = inProducts(functions, manager.create(examples.attentionMask(), table));
    }

    private NDArray inProducts(TorchFunctions functions, NDArray fp32) {
        return functions.call("for_products", manager).with(fp32).tensor();
    }

    NDManager manager() {
        return manager;
    }

    /** (N). */
    NDArray ids() {
        return ids;
    }

    /** Indices of the supervised predictions among the N tokens. */
    NDArray rows() {
        return rows;
    }

    NDArray targets() {
        return targets;
    }

    /** The call with what a layer needs to know of the examples, in the order the layer functions take it. */
    TorchFunctions.Call tellLayer(TorchFunctions.Call call) {
        return call.with(cos).with(sin).with(queries).with(keys).with(slots).with(mask);
    }

    @Override
    public void close() {
        manager.close();
    }
}
