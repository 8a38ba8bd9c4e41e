package io.parlance.model.artifact;

import java.util.List;
import java.util.Set;

/**
 * The tensors of a model by their Hugging Face names ({@code model.layers.0.self_attn.q_proj.weight}), whatever file
 * they lie in. Linear weights have shape (out, in). Values are fp32, row-major; other types are widened or dequantised
 * exactly.
 */
public interface Weights extends AutoCloseable {
    Set<String> names();

    /** @throws ModelFormatException when there is no such tensor */
    List<Long> shape(String name);

    /** All values of a tensor, row-major. @throws ModelFormatException when there is no such tensor */
    float[] read(String name);

    @Override
    void close();
}
