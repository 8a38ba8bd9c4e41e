package io.parlance.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.parlance.model.artifact.LlamaConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The trained matrices of the adapters, fp32: A (rank, in) and B (out, rank) for each target of each layer. */
final class LoraParameters {
    private final LoraSettings settings;
    private final SequencedMap<String, NDArray> tensors = new LinkedHashMap<>();
    private final List<List<NDArray>> a = new ArrayList<>();
    private final List<List<NDArray>> b = new ArrayList<>();

    private LoraParameters(LoraSettings settings) {
        this.settings = settings;
    }

    /** A uniform within 1 / sqrt(in) as PEFT starts it, B zero: the network starts as the base. */
    static LoraParameters create(LlamaConfig config, LoraSettings settings, long seed, NDManager owner) {
        LoraParameters parameters = new LoraParameters(settings);
        Random random = new Random(seed);
        for (int layer = 0; layer < config.layers(); layer++) {
            List<NDArray> layerA = new ArrayList<>();
            List<NDArray> layerB = new ArrayList<>();
            for (Projection target : settings.targets()) {
                int in = target.inputs(config);
                int out = target.outputs(config);
                layerA.add(parameters.add(
                        peftName(target, layer, "A"),
                        uniform(random, settings.rank(), in),
                        settings.rank(),
                        in,
                        owner));
                layerB.add(parameters.add(
                        peftName(target, layer, "B"), new float[out * settings.rank()], out, settings.rank(), owner));
            }
            parameters.a.add(layerA);
            parameters.b.add(layerB);
        }
        return parameters;
    }

    private static String peftName(Projection target, int layer, String matrix) {
        return "base_model.model." + target.path(layer) + ".lora_" + matrix + ".weight";
    }

    private static float[] uniform(Random random, int rank, int in) {
        double bound = 1 / Math.sqrt(in);
        float[] values = new float[rank * in];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return values;
    }

    private NDArray add(String name, float[] values, int rows, int columns, NDManager owner) {
        try (NDArray borrowed = owner.create(values, new Shape(rows, columns))) {
            NDArray tensor = borrowed.duplicate();
            tensor.setRequiresGradient(true);
            tensors.put(name, tensor);
            return tensor;
        }
    }

    List<NDArray> a(int layer) {
        return a.get(layer);
    }

    List<NDArray> b(int layer) {
        return b.get(layer);
    }

    /** All of them in a fixed order. */
    List<NDArray> all() {
        return List.copyOf(tensors.values());
    }

    /** Copies of the values by PEFT name. */
    FineTunedAdapter export() {
        SequencedMap<String, Tensor> exported = new TreeMap<>();
        tensors.forEach((name, tensor) -> exported.put(
                name,
                new Tensor(List.of(tensor.getShape().get(0), tensor.getShape().get(1)), tensor.toFloatArray())));
        return new FineTunedAdapter(settings, exported);
    }

    /** Overwrites the values. @param values by PEFT name */
    void restore(Function<String, float[]> values, AdamW adamW) {
        adamW.overwrite(all(), tensors.keySet().stream().map(values).toList());
    }
}
