package io.parlance.trainer.network;

import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.LlamaTensors;
import io.parlance.model.artifact.RopeScaling;
import io.parlance.model.artifact.Weights;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random weights of SmolLM2-135M's shape, made when they are read: for measuring speed without a download. */
final class RandomLlama implements Weights {
    static final LlamaConfig SMOLLM2_135M = new LlamaConfig(
            49152,
            576,
            1536,
            30,
            9,
            3,
            64,
            8192,
            1e-5,
            100_000,
            new RopeScaling.None(),
            true,
            false,
            false,
            List.of(2),
            1,
            2);

    private final Map<String, List<Long>> shapes;

    RandomLlama(LlamaConfig config) {
        shapes = LlamaTensors.shapes(config);
    }

    @Override
    public Set<String> names() {
        return shapes.keySet();
    }

    @Override
    public List<Long> shape(String name) {
        return shapes.get(name);
    }

    @Override
    public float[] read(String name) {
        float[] values =
                new float[(int) shape(name).stream().reduce(1L, (x, y) -> x * y).longValue()];
        Random random = new Random(name.hashCode());
        for (int i = 0; i < values.length; i++) {
            values[i] = name.endsWith("norm.weight") ? 1 : 0.1f * (random.nextFloat() - 0.5f);
        }
        return values;
    }

    @Override
    public void close() {}
}
