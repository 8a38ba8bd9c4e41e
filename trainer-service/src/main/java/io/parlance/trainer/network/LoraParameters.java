package io.parlance.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.parlance.model.artifact.ArrayWeights;
import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.adapter.LoraAdapter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The trained matrices of the adapters, fp32: A (rank, in) and B (out, rank) for each target of each layer. */
final class LoraParameters {
    private final LlamaConfig config;
    private final LoraSettings settings;
    private final SequencedMap<String, NDArray> tensors = new LinkedHashMap<>();
    private final List<List<NDArray>> a = new ArrayList<>();
    private final List<List<NDArray>> b = new ArrayList<>();
    private final SequencedMap<String, NDArray> gradients = new LinkedHashMap<>();

    private LoraParameters(LlamaConfig config, LoraSettings settings) {
        this.config = config;
        this.settings = settings;
    }

    /** @param layers of the network, from the first, that get adapters @param owner closes them */
    static LoraParameters create(LlamaConfig config, LoraSettings settings, int layers, long seed, NDManager owner) {
        LoraParameters parameters = new LoraParameters(config, settings);
        for (int layer = 0; layer < layers; layer++) {
            List<NDArray> layerA = new ArrayList<>();
            List<NDArray> layerB = new ArrayList<>();
            for (Projection target : settings.targets()) {
                layerA.add(parameters.add(
                        LoraAdapter.downName(target.path(layer)),
                        new Shape(settings.rank(), target.inputs(config)),
                        owner));
                layerB.add(parameters.add(
                        LoraAdapter.upName(target.path(layer)),
                        new Shape(target.outputs(config), settings.rank()),
                        owner));
            }
            parameters.a.add(layerA);
            parameters.b.add(layerB);
        }
        List<float[]> start = parameters.startValues(seed);
        int next = 0;
        for (NDArray tensor : parameters.tensors.values()) {
            tensor.set(start.get(next++));
        }
        return parameters;
    }

    private NDArray add(String name, Shape shape, NDManager owner) {
        NDArray tensor = owner.zeros(shape);
        tensors.put(name, tensor);
        gradients.put(name, owner.zeros(shape));
        return tensor;
    }

    /**
     * What the adapters begin with, in the order of {@link #all}: A uniform within 1 / sqrt(in) as PEFT starts it, B
     * zero, so that the network starts as the base.
     */
    List<float[]> startValues(long seed) {
        Random random = new Random(seed);
        List<float[]> values = new ArrayList<>();
        for (int layer = 0; layer < a.size(); layer++) {
            for (Projection target : settings.targets()) {
                values.add(uniform(random, settings.rank(), target.inputs(config)));
                values.add(new float[target.outputs(config) * settings.rank()]);
            }
        }
        return values;
    }

    private static float[] uniform(Random random, int rank, int in) {
        double bound = 1 / Math.sqrt(in);
        float[] values = new float[rank * in];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return values;
    }

    List<NDArray> a(int layer) {
        return a.get(layer);
    }

    List<NDArray> b(int layer) {
        return b.get(layer);
    }

    /** All of them in a fixed order: by layer, by target, A before B. */
    List<NDArray> all() {
        return List.copyOf(tensors.values());
    }

    List<NDArray> gradientsOfA(int layer) {
        return gradientsOf(layer, LoraAdapter::downName);
    }

    List<NDArray> gradientsOfB(int layer) {
        return gradientsOf(layer, LoraAdapter::upName);
    }

    private List<NDArray> gradientsOf(int layer, UnaryOperator<String> name) {
        return settings.targets().stream()
                .map(target -> gradients.get(name.apply(target.path(layer))))
                .toList();
    }

    /** In the order of {@link #all}. */
    List<NDArray> allGradients() {
        return List.copyOf(gradients.values());
    }

    /** Rows and columns of a parameter. @param name PEFT's */
    long[] shape(String name) {
        return tensors.get(name).getShape().getShape();
    }

    /** A copy. @param baseModel id or path of the model they were trained on */
    LoraAdapter export(String baseModel) {
        ArrayWeights.Builder copies = new ArrayWeights.Builder();
        tensors.forEach((name, tensor) -> copies.add(
                name, List.of(tensor.getShape().get(0), tensor.getShape().get(1)), tensor.toFloatArray()));
        return new LoraAdapter(
                baseModel,
                settings.rank(),
                settings.alpha(),
                settings.dropout(),
                settings.targets().stream().map(Projection::shortName).toList(),
                copies.build());
    }

    /** Overwrites the values. @param values by PEFT name */
    void restore(Function<String, float[]> values, AdamW adamW) {
        adamW.overwrite(all(), tensors.keySet().stream().map(values).toList());
    }
}
