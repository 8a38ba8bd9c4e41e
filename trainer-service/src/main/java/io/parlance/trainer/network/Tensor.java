package io.parlance.trainer.network;

import java.util.List;

/** Values of a tensor outside PyTorch: row-major fp32. */
public final class Tensor {
    private final List<Long> shape;
    private final float[] values;

    Tensor(List<Long> shape, float[] values) {
        this.shape = List.copyOf(shape);
        this.values = values;
    }

    public List<Long> shape() {
        return shape;
    }

    /** A copy. */
    public float[] values() {
        return values.clone();
    }
}
