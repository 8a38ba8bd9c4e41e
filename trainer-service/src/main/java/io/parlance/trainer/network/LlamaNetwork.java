package io.parlance.trainer.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Llama decoder (arXiv:2302.13971) with adapters: forward, and backward into the adapters. One thread at a time; each
 * call sets up that thread for PyTorch.
 */
final class LlamaNetwork implements AutoCloseable {
    private final LlamaConfig config;
    private final NDManager manager;
    private final TorchFunctions functions;
    private final LlamaTensors tensors;
    private final Optional<LoraParameters> lora;
    private final RotaryTable rotary;
    private final Precision precision;

    private LlamaNetwork(
            LlamaConfig config,
            Precision precision,
            NDManager manager,
            TorchFunctions functions,
            LlamaTensors tensors,
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
     * @param precision not AUTO
     * @param lora empty for the base alone
     * @param seed of the adapters' start
     */
    static LlamaNetwork open(
            LlamaConfig config,
            Weights weights,
            Precision precision,
            Device device,
            Optional<LoraSettings> lora,
            long seed) {
        TorchThread.prepare();
        NDManager manager = NDManager.newBaseManager(device, "PyTorch");
        TorchFunctions functions = TorchFunctions.compile(NetworkCode.of(config, precision, lora));
        try {
            LlamaTensors tensors = LlamaTensors.load(config, weights, functions, manager);
            Optional<LoraParameters> parameters =
                    lora.map(settings -> LoraParameters.create(config, settings, config.layers(), seed, manager));
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

    LlamaTensors tensors() {
        return tensors;
    }

    LoraParameters lora() {
        return lora.orElseThrow();
    }

    /**
     * Forward and backward: adds {@code scale} times the gradient of the summed negative log-likelihood to what has
     * gathered in the trained parameters.
     *
     * @return the sum over the supervised tokens, nats
     */
    double accumulate(PackedExamples examples, double scale) {
        TorchThread.prepare();
        try (NDManager pass = manager.newSubManager()) {
            functions.train();
            JniUtils.setGradMode(true);
            NDArray h = finalHidden(examples, pass);
            JniUtils.setGradMode(false);
            NDList loss = loss("loss", h, examples, scale, pass);
            JniUtils.backward((PtNDArray) h, (PtNDArray) loss.get(1), false, false);
            return loss.get(0).getDouble();
        }
    }

    /**
     * Gradients of the scaled, summed negative log-likelihood by every weight of the base, by Hugging Face name; the
     * reference for what {@link #accumulate} computes. In fp32 only.
     */
    Map<String, float[]> baseGradients(PackedExamples examples, double scale) {
        TorchThread.prepare();
        Map<String, float[]> gradients = new TreeMap<>();
        try (NDManager pass = manager.newSubManager()) {
            functions.evaluate();
            tensors.all().values().forEach(tensor -> tensor.setRequiresGradient(true));
            JniUtils.setGradMode(true);
            NDArray h = finalHidden(examples, pass);
            JniUtils.setGradMode(false);
            NDList loss = loss("loss_and_head_gradient", h, examples, scale, pass);
            JniUtils.backward((PtNDArray) h, (PtNDArray) loss.get(1), false, false);
            tensors.all().forEach((name, tensor) -> gradients.put(name, baseGradient(name, tensor, loss.get(2))));
        } finally {
            tensors.all().values().forEach(tensor -> tensor.setRequiresGradient(false));
        }
        return gradients;
    }

    private float[] baseGradient(String name, NDArray tensor, NDArray ofHead) {
        if (name.equals(tensors.headName()) && !config.tiedEmbeddings()) {
            return ofHead.toFloatArray();
        }
        try (NDArray recorded = tensor.getGradient()) {
            return (name.equals(tensors.headName()) ? recorded.add(ofHead) : recorded).toFloatArray();
        }
    }

    private NDList loss(String function, NDArray h, PackedExamples examples, double scale, NDManager pass) {
        return functions
                .call(function, pass)
                .with(h)
                .with(tensors.head())
                .with(pass.create(examples.targets()))
                .with(pass.create((float) scale))
                .run();
    }

    /** How well the supervised tokens are predicted; dropout off, nothing recorded. */
    Score score(PackedExamples examples) {
        TorchThread.prepare();
        JniUtils.setGradMode(false);
        try (NDManager pass = manager.newSubManager()) {
            functions.evaluate();
            NDList score = functions
                    .call("score", pass)
                    .with(finalHidden(examples, pass))
                    .with(tensors.head())
                    .with(pass.create(examples.targets()))
                    .run();
            return new Score(
                    examples.targets().length,
                    score.get(0).getDouble(),
                    score.get(1).getLong());
        }
    }

    /** The same over several passes. @param passes at least one */
    Score score(List<PackedExamples> passes) {
        return passes.stream().map(this::score).reduce(Score::plus).orElseThrow();
    }

    /** Logits at the examples' rows, (rows, vocabulary) row-major. */
    float[] logits(PackedExamples examples) {
        TorchThread.prepare();
        JniUtils.setGradMode(false);
        try (NDManager pass = manager.newSubManager()) {
            functions.evaluate();
            return functions
                    .call("logits", pass)
                    .with(finalHidden(examples, pass))
                    .with(tensors.head())
                    .tensor()
                    .toFloatArray();
        }
    }

    /** Normed hidden states at the supervised positions, (supervised, hidden). */
    private NDArray finalHidden(PackedExamples examples, NDManager pass) {
        int[] positions = examples.positions();
        Shape table = new Shape(positions.length, 1, config.headDim());
        NDArray cos = inProducts(pass.create(rotary.cosines(positions), table), pass);
        NDArray sin = inProducts(pass.create(rotary.sines(positions), table), pass);
        NDArray x = functions
                .call("embed", pass)
                .with(tensors.embedding())
                .with(pass.create(examples.ids()))
                .tensor();
        try (NDManager cpu = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            NDArray lengths = cpu.create(examples.lengths());
            for (int layer = 0; layer < config.layers(); layer++) {
                x = layer(layer, x, cos, sin, lengths, pass);
            }
        }
        return functions
                .call("final_norm", pass)
                .with(x)
                .with(tensors.finalNorm())
                .with(pass.create(examples.rows()))
                .tensor();
    }

    private NDArray inProducts(NDArray table, NDManager pass) {
        return functions.call("for_products", pass).with(table).tensor();
    }

    private NDArray layer(int layer, NDArray x, NDArray cos, NDArray sin, NDArray lengths, NDManager pass) {
        TorchFunctions.Call call = functions
                .call("layer", pass)
                .with(x)
                .with(cos)
                .with(sin)
                .with(lengths)
                .with(tensors.layer(layer));
        lora.ifPresent(parameters -> call.with(parameters.a(layer)).with(parameters.b(layer)));
        return call.tensor();
    }

    @Override
    public void close() {
        functions.close();
        manager.close();
    }
}
