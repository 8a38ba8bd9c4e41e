package io.parlance.model.artifact.gguf;

import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.Weights;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The tensors of a GGUF file of the Llama family under their Hugging Face names and in Hugging Face's row order. */
final class GgufWeights implements Weights {
    private final GgufFile file;
    private final LlamaConfig config;
    private final Map<String, GgufTensor> tensors;

    private GgufWeights(GgufFile file, LlamaConfig config, Map<String, GgufTensor> tensors) {
        this.file = file;
        this.config = config;
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    static GgufWeights of(GgufFile file, LlamaConfig config) {
        Map<String, GgufTensor> tensors = new TreeMap<>();
        file.tensors().forEach((name, tensor) -> tensors.put(LlamaGguf.huggingFaceName(file, name), tensor));
        return new GgufWeights(file, config, tensors);
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public List<Long> shape(String name) {
        return tensor(name).shape();
    }

    @Override
    public float[] read(String name) {
        float[] values = file.read(tensor(name));
        return LlamaGguf.permutedHeads(name, config)
                .map(heads -> halfSplitRows(values, heads, rows(name)))
                .orElse(values);
    }

    /** Nothing to release by hand: the mapping goes with the last reference to it. */
    @Override
    public void close() {}

    private GgufTensor tensor(String name) {
        GgufTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new ModelFormatException(
                    "%s: has no tensor %s, only %d others".formatted(file.path(), name, tensors.size()));
        }
        return tensor;
    }

    private int rows(String name) {
        return Math.toIntExact(shape(name).getFirst());
    }

    /**
     * llama.cpp keeps the two numbers that rotary embedding turns together in neighbouring rows (2j, 2j + 1);
     * Hugging Face keeps them half a head apart (j, j + headDim / 2). Nothing fails if this is forgotten: the model
     * babbles.
     */
    private static float[] halfSplitRows(float[] values, int heads, int rows) {
        int columns = values.length / rows;
        int headRows = rows / heads;
        int half = headRows / 2;
        float[] ordered = new float[values.length];
        for (int head = 0; head < heads; head++) {
            for (int j = 0; j < half; j++) {
                for (int part = 0; part < 2; part++) {
                    int from = head * headRows + 2 * j + part;
                    int to = head * headRows + part * half + j;
                    System.arraycopy(values, from * columns, ordered, to * columns, columns);
                }
            }
        }
        return ordered;
    }
}
