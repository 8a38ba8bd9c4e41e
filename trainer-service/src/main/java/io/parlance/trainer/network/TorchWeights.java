package io.parlance.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.LlamaTensors;
import io.parlance.model.artifact.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** The base model's weights as PyTorch tensors: matrices in the precision of the products, norms in fp32. */
final class TorchWeights {
    static final String EMBEDDING = "model.embed_tokens.weight";
    static final String FINAL_NORM = "model.norm.weight";
    private static final String HEAD = "lm_head.weight";

    private final LlamaConfig config;
    private final SequencedMap<String, NDArray> tensors = new LinkedHashMap<>();
    private final Map<String, NDArray> gradients = new LinkedHashMap<>();

    private TorchWeights(LlamaConfig config) {
        this.config = config;
    }

    /**
     * @param owner closes them
     * @throws io.parlance.model.artifact.ModelFormatException when a tensor is missing or has another shape than the
     *     configuration says
     */
    static TorchWeights load(LlamaConfig config, Weights weights, TorchFunctions functions, NDManager owner) {
        LlamaTensors.check("base model", config, weights);
        TorchWeights loaded = new TorchWeights(config);
        Set<String> names = LlamaTensors.shapes(config).keySet();
        ByteBuffer buffer = buffer(names, weights);
        for (String name : names) {
            loaded.tensors.put(name, load(name, weights, functions, owner, buffer));
        }
        return loaded;
    }

    /** Loads one layer only, as a list in the order that the layer functions take. */
    static List<NDArray> loadLayer(
            LlamaConfig config, int layer, Weights weights, TorchFunctions functions, NDManager owner) {
        List<String> names = NetworkCode.layerWeights(config, layer);
        ByteBuffer buffer = buffer(names, weights);
        return names.stream()
                .map(name -> load(name, weights, functions, owner, buffer))
                .toList();
    }

    private static NDArray load(
            String name, Weights weights, TorchFunctions functions, NDManager owner, ByteBuffer buffer) {
        float[] values = weights.read(name);
        buffer.clear().asFloatBuffer().put(values);
        buffer.limit(values.length * Float.BYTES);
        // The tensor over Java's buffer is only borrowed: what stays is PyTorch's own copy.
        try (NDArray borrowed = owner.create(buffer, new Shape(weights.shape(name)), DataType.FLOAT32)) {
            if (name.endsWith("norm.weight")) {
                return borrowed.duplicate();
            }
            return functions.call("for_products", owner).with(borrowed).tensor();
        }
    }

    /** One buffer for all tensors, each in its turn: a buffer of its own would live until the next collection. */
    private static ByteBuffer buffer(Collection<String> names, Weights weights) {
        long largest = names.stream()
                .mapToLong(name -> new Shape(weights.shape(name)).size())
                .max()
                .orElse(0);
        return ByteBuffer.allocateDirect(Math.toIntExact(largest * Float.BYTES)).order(ByteOrder.nativeOrder());
    }

    /** Gradients of all weights, zero to begin with. Only in fp32. @param owner closes them */
    void makeGradients(NDManager owner) {
        tensors.forEach((name, tensor) -> gradients.put(name, owner.zeros(tensor.getShape())));
    }

    NDArray gradient(String name) {
        return gradients.get(name);
    }

    List<NDArray> layerGradients(int layer) {
        return NetworkCode.layerWeights(config, layer).stream()
                .map(gradients::get)
                .toList();
    }

    NDArray embedding() {
        return tensors.get(EMBEDDING);
    }

    List<NDArray> layer(int layer) {
        return NetworkCode.layerWeights(config, layer).stream()
                .map(tensors::get)
                .toList();
    }

    NDArray finalNorm() {
        return tensors.get(FINAL_NORM);
    }

    /** Output matrix, the embedding itself when tied. */
    NDArray head() {
        return tensors.get(headName());
    }

    String headName() {
        return config.tiedEmbeddings() ? EMBEDDING : HEAD;
    }

    /** Gradients of all of them by Hugging Face name. */
    Map<String, NDArray> gradients() {
        return gradients;
    }
}
