package io.parlance.trainer.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.Weights;
import io.parlance.model.onnx.SequenceScore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A Llama decoder (arXiv:2302.13971): forward, and backward into its adapters, or without adapters into its own
 * weights. One thread at a time; each call sets up that thread for PyTorch.
 */
final class LlamaNetwork implements AutoCloseable {
    private final LlamaConfig config;
    private final Precision precision;
    private final NDManager manager;
    private final TorchFunctions functions;
    private final TorchWeights tensors;
    private final Optional<LoraParameters> lora;
    private final RotaryTable rotary;

    private LlamaNetwork(
            LlamaConfig config,
            Precision precision,
            NDManager manager,
            TorchFunctions functions,
            TorchWeights tensors,
            Optional<LoraParameters> lora) {
        this.config = config;
        this.precision = precision;
        this.manager = manager;
        this.functions = functions;
        this.tensors = tensors;
        this.lora = lora;
        this.rotary = new RotaryTable(config);
    }

    /**
     * @param precision not AUTO; FP32 when there are no adapters, because the base's weights are then what is trained
     * @param lora the adapters that are trained; empty gathers gradients of the base's own weights
     * @param seed of the adapters' start
     */
    static LlamaNetwork open(
            LlamaConfig config,
            Weights weights,
            Precision precision,
            Device device,
            Optional<LoraSettings> lora,
            long seed) {
        if (lora.isEmpty() && precision != Precision.FP32) {
            throw new IllegalArgumentException("without adapters the precision is FP32, not " + precision);
        }
        TorchThread.prepare();
        NDManager manager = NDManager.newBaseManager(device, "PyTorch");
        TorchFunctions functions = TorchFunctions.compile(NetworkCode.of(config, precision, lora));
        try {
            TorchWeights tensors = TorchWeights.load(config, weights, functions, manager);
            Optional<LoraParameters> parameters =
                    lora.map(settings -> LoraParameters.create(config, settings, config.layers(), seed, manager));
            if (lora.isEmpty()) {
                tensors.makeGradients(manager);
            }
            return new LlamaNetwork(config, precision, manager, functions, tensors, parameters);
        } catch (RuntimeException e) {
            functions.close();
            manager.close();
            throw e;
        }
    }

    NDManager manager() {
        return manager;
    }

    Precision precision() {
        return precision;
    }

    TorchWeights tensors() {
        return tensors;
    }

    LoraParameters lora() {
        return lora.orElseThrow();
    }

    /**
     * Forward and backward: adds {@code scale} times the gradient of the summed negative log-likelihood to the
     * gradients of what is trained.
     *
     * @return the sum over the supervised tokens, nats
     */
    double accumulate(PackedExamples examples, double scale) {
        TorchThread.prepare();
        functions.train();
        try (Pass pass = pass(examples)) {
            NDManager made = pass.manager();
            Deque<NDList> layers = new ArrayDeque<>();
            NDArray x = embed(pass);
            for (int layer = 0; layer < config.layers(); layer++) {
                try (NDArray input = x) {
                    NDList results = layer(layer, input, pass);
                    x = results.removeFirst();
                    layers.push(results);
                }
            }
            NDList normed = finalNorm(x, pass);
            TorchFunctions.Call lossCall = functions
                    .call("loss", made)
                    .with(normed.get(0))
                    .with(tensors.head())
                    .with(pass.targets())
                    .with(made.create((float) scale));
            NDList loss = withBaseGradient(lossCall, tensors.headName()).run();
            NDArray dx = finalNormBackward(loss.get(1), x, normed, pass);
            for (int layer = config.layers() - 1; layer >= 0; layer--) {
                try (NDList saved = layers.pop();
                        NDArray done = dx) {
                    dx = layerBackward(layer, done, saved, pass);
                }
            }
            if (lora.isEmpty()) {
                TorchFunctions.Call call =
                        functions.call("embed_backward", made).with(dx).with(pass.ids());
                withBaseGradient(call, TorchWeights.EMBEDDING).run();
            }
            return loss.get(0).getDouble();
        }
    }

    /** How well the supervised tokens are predicted; dropout off. */
    SequenceScore score(PackedExamples examples) {
        TorchThread.prepare();
        functions.evaluate();
        try (Pass pass = pass(examples)) {
            NDList score = functions
                    .call("score", pass.manager())
                    .with(finalNorm(throughLayers(pass), pass).get(0))
                    .with(tensors.head())
                    .with(pass.targets())
                    .run();
            return new SequenceScore(
                    examples.targets().length,
                    score.get(0).getDouble(),
                    score.get(1).getLong());
        }
    }

    /** The same over several passes. @param passes at least one */
    SequenceScore score(List<PackedExamples> passes) {
        return passes.stream().map(this::score).reduce(SequenceScore::plus).orElseThrow();
    }

    /** Logits at the examples' rows, (rows, vocabulary) row-major. */
    float[] logits(PackedExamples examples) {
        TorchThread.prepare();
        functions.evaluate();
        try (Pass pass = pass(examples)) {
            return functions
                    .call("logits", pass.manager())
                    .with(finalNorm(throughLayers(pass), pass).get(0))
                    .with(tensors.head())
                    .tensor()
                    .toFloatArray();
        }
    }

    private Pass pass(PackedExamples examples) {
        return new Pass(examples, config, rotary, functions, manager);
    }

    private NDArray throughLayers(Pass pass) {
        NDArray x = embed(pass);
        for (int layer = 0; layer < config.layers(); layer++) {
            try (NDArray input = x;
                    NDList results = layer(layer, input, pass)) {
                x = results.removeFirst();
            }
        }
        return x;
    }

    private NDArray embed(Pass pass) {
        return functions
                .call("embed", pass.manager())
                .with(tensors.embedding())
                .with(pass.ids())
                .tensor();
    }

    private NDList layer(int layer, NDArray x, Pass pass) {
        TorchFunctions.Call call =
                pass.tellLayer(functions.call("layer", pass.manager()).with(x)).with(tensors.layer(layer));
        lora.ifPresent(parameters -> call.with(parameters.a(layer)).with(parameters.b(layer)));
        return call.run();
    }

    private NDArray layerBackward(int layer, NDArray dx, NDList saved, Pass pass) {
        TorchFunctions.Call call = pass.tellLayer(
                        functions.call("layer_backward", pass.manager()).with(dx))
                .with(tensors.layer(layer))
                .with(saved);
        lora.ifPresentOrElse(
                parameters -> call.with(parameters.a(layer))
                        .with(parameters.b(layer))
                        .with(parameters.gradientsOfA(layer))
                        .with(parameters.gradientsOfB(layer)),
                () -> call.with(tensors.layerGradients(layer)));
        return call.tensor();
    }

    /** Normed hidden states at the supervised positions, and what backward needs. */
    private NDList finalNorm(NDArray x, Pass pass) {
        return functions
                .call("final_norm", pass.manager())
                .with(x)
                .with(tensors.finalNorm())
                .with(pass.rows())
                .run();
    }

    private NDArray finalNormBackward(NDArray dh, NDArray x, NDList normed, Pass pass) {
        TorchFunctions.Call call = functions
                .call("final_norm_backward", pass.manager())
                .with(dh)
                .with(x)
                .with(normed.get(1))
                .with(normed.get(2))
                .with(tensors.finalNorm())
                .with(pass.rows());
        return withBaseGradient(call, TorchWeights.FINAL_NORM).tensor();
    }

    private TorchFunctions.Call withBaseGradient(TorchFunctions.Call call, String weight) {
        return lora.isPresent() ? call : call.with(tensors.gradient(weight));
    }

    @Override
    public void close() {
        functions.close();
        manager.close();
    }
}
