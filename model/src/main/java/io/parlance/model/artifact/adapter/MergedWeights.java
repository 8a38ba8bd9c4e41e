package io.parlance.model.artifact.adapter;

import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * A base model with an adapter added in: W + scale * B A, computed in fp32 when a tensor is read, so that no second copy
 * of the model is held. Closing it closes neither base nor adapter.
 */
public final class MergedWeights implements Weights {
    private static final String SUFFIX = ".weight";

    private final Weights base;
    private final LoraAdapter adapter;
    private final SortedSet<String> modules;

    /** @throws ModelFormatException when the adapter does not fit the base model's tensors */
    public MergedWeights(Weights base, LoraAdapter adapter) {
        this.base = base;
        this.adapter = adapter;
        this.modules = adapter.modules();
        modules.forEach(this::refuseMisfit);
    }

    @Override
    public Set<String> names() {
        return base.names();
    }

    @Override
    public List<Long> shape(String name) {
        return base.shape(name);
    }

    @Override
    public float[] read(String name) {
        float[] weights = base.read(name);
        if (name.endsWith(SUFFIX)) {
            String module = name.substring(0, name.length() - SUFFIX.length());
            if (modules.contains(module)) addProduct(weights, module);
        }
        return weights;
    }

    @Override
    public void close() {}

    private void addProduct(float[] weights, String module) {
        float[] a = adapter.tensors().read(LoraAdapter.downName(module)); // (rank, in)
        float[] b = adapter.tensors().read(LoraAdapter.upName(module)); // (out, rank)
        int rank = adapter.rank();
        int in = a.length / rank;
        int out = b.length / rank;
        float scale = (float) adapter.scale();
        float[] row = new float[in];
        for (int o = 0; o < out; o++) {
            productRow(b, o * rank, rank, a, row);
            int at = o * in;
            for (int i = 0; i < in; i++) weights[at + i] += scale * row[i];
        }
    }

    /** One row of B A: the row of B times A; A of a few rows stays in the processor's cache. */
    private static void productRow(float[] b, int from, int rank, float[] a, float[] row) {
        Arrays.fill(row, 0);
        for (int r = 0; r < rank; r++) {
            float factor = b[from + r];
            int at = r * row.length;
            for (int i = 0; i < row.length; i++) row[i] += factor * a[at + i];
        }
    }

    private void refuseMisfit(String module) {
        String name = module + SUFFIX;
        if (!base.names().contains(name)) {
            throw new ModelFormatException(
                    "the adapter adds to %s, which the base model does not have; it was trained on %s"
                            .formatted(name, adapter.baseModel()));
        }
        List<Long> shape = base.shape(name);
        long out = adapter.tensors().shape(LoraAdapter.upName(module)).getFirst();
        long in = adapter.tensors().shape(LoraAdapter.downName(module)).getLast();
        if (!shape.equals(List.of(out, in))) {
            throw new ModelFormatException("the adapter's %s is %d x %d, the base model's %s; it was trained on %s"
                    .formatted(name, out, in, shape, adapter.baseModel()));
        }
    }
}
