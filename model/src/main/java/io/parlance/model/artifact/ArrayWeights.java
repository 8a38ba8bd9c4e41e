package io.parlance.model.artifact;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tensors that lie in memory already: an adapter fresh from training, say. */
public final class ArrayWeights implements Weights {
    private final Map<String, float[]> values;
    private final Map<String, List<Long>> shapes;

    private ArrayWeights(Map<String, float[]> values, Map<String, List<Long>> shapes) {
        this.values = Collections.unmodifiableMap(new TreeMap<>(values));
        this.shapes = Map.copyOf(shapes);
    }

    /** Collects tensors one by one. */
    public static final class Builder {
        private final Map<String, float[]> values = new TreeMap<>();
        private final Map<String, List<Long>> shapes = new TreeMap<>();

        /** @param tensor row-major; kept, not copied */
        public Builder add(String name, List<Long> shape, float[] tensor) {
            long elements = shape.stream().reduce(1L, Math::multiplyExact);
            if (elements != tensor.length) {
                throw new IllegalArgumentException(
                        "tensor %s of shape %s was given %d values".formatted(name, shape, tensor.length));
            }
            if (values.put(name, tensor) != null) {
                throw new IllegalArgumentException("tensor %s was added twice".formatted(name));
            }
            shapes.put(name, List.copyOf(shape));
            return this;
        }

        public ArrayWeights build() {
            return new ArrayWeights(values, shapes);
        }
    }

    /** Reads tensors into memory, so that their file may change or go. */
    public static ArrayWeights copyOf(Weights weights) {
        Builder builder = new Builder();
        weights.names().forEach(name -> builder.add(name, weights.shape(name), weights.read(name)));
        return builder.build();
    }

    @Override
    public Set<String> names() {
        return values.keySet();
    }

    @Override
    public List<Long> shape(String name) {
        required(name);
        return shapes.get(name);
    }

    /** A copy. */
    @Override
    public float[] read(String name) {
        return required(name).clone();
    }

    @Override
    public void close() {}

    private float[] required(String name) {
        float[] tensor = values.get(name);
        if (tensor == null) {
            throw new ModelFormatException(
                    "there is no tensor %s among the %d in memory".formatted(name, values.size()));
        }
        return tensor;
    }
}
