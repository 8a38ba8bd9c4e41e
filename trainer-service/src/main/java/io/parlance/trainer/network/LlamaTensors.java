package io.parlance.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The base model's weights as PyTorch tensors: matrices in the precision of the products, norms in fp32. */
final class LlamaTensors {
    private static final String EMBEDDING = "model.embed_tokens.weight";
    private static final String FINAL_NORM = "model.norm.weight";
    private static final String HEAD = "lm_head.weight";

    private final LlamaConfig config;
    private final SequencedMap<String, NDArray> tensors = new LinkedHashMap<>();

    private LlamaTensors(LlamaConfig config) {
        this.config = config;
    }

    /**
     * @param owner closes them
     * @throws ModelFormatException when a tensor is missing or has another shape than the configuration says
     */
    static LlamaTensors load(LlamaConfig config, Weights weights, TorchFunctions functions, NDManager owner) {
        LlamaTensors loaded = new LlamaTensors(config);
        expectedShapes(config)
                .forEach((name, shape) -> loaded.tensors.put(name, load(name, shape, weights, functions, owner)));
        return loaded;
    }

    /** Loads one layer only, as a list in the order that function {@code layer} takes. */
    static List<NDArray> loadLayer(
            LlamaConfig config, int layer, Weights weights, TorchFunctions functions, NDManager owner) {
        Map<String, Shape> shapes = expectedShapes(config);
        List<NDArray> tensors = new ArrayList<>();
        for (String name : NetworkCode.layerWeights(config, layer)) {
            tensors.add(load(name, shapes.get(name), weights, functions, owner));
        }
        return tensors;
    }

    private static NDArray load(String name, Shape shape, Weights weights, TorchFunctions functions, NDManager owner) {
        List<Long> found = weights.shape(name);
        if (!new Shape(found).equals(shape)) {
            throw new ModelFormatException(
                    "%s: shape is %s, the configuration says %s; weights and config.json are of different models"
                            .formatted(name, found, shape));
        }
        // The tensor over Java's buffer is only borrowed: what stays is PyTorch's own copy.
        try (NDArray borrowed = owner.create(weights.read(name), shape)) {
            if (name.endsWith("norm.weight")) {
                return borrowed.duplicate();
            }
            return functions.call("for_products", owner).with(borrowed).tensor();
        }
    }

    private static SequencedMap<String, Shape> expectedShapes(LlamaConfig config) {
        SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
        Shape hidden = new Shape(config.hiddenSize());
        shapes.put(EMBEDDING, new Shape(config.vocabularySize(), config.hiddenSize()));
        for (int layer = 0; layer < config.layers(); layer++) {
            for (String name : NetworkCode.layerWeights(config, layer)) {
                shapes.put(name, hidden);
            }
            for (Projection projection : Projection.values()) {
                String path = projection.path(layer);
                shapes.put(path + ".weight", new Shape(projection.outputs(config), projection.inputs(config)));
                shapes.replace(path + ".bias", new Shape(projection.outputs(config)));
            }
        }
        shapes.put(FINAL_NORM, hidden);
        if (!config.tiedEmbeddings()) {
            shapes.put(HEAD, new Shape(config.vocabularySize(), config.hiddenSize()));
        }
        return shapes;
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
        return tensors.getOrDefault(HEAD, embedding());
    }

    String headName() {
        return config.tiedEmbeddings() ? EMBEDDING : HEAD;
    }

    /** All of them by Hugging Face name. */
    Map<String, NDArray> all() {
        return tensors;
    }
}
