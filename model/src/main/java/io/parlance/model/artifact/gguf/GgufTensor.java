package io.parlance.model.artifact.gguf;

import java.util.List;

/**
 * One tensor as a GGUF header describes it.
 *
 * @param shape slowest dimension first, (out, in): the reverse of the file's own order
 * @param offset first byte, counted from the start of the file
 */
public record GgufTensor(String name, GgufTensorType type, List<Long> shape, long offset, long sizeBytes) {
    public GgufTensor {
        shape = List.copyOf(shape);
    }

    long elements() {
        return sizeBytes / type.blockBytes() * type.blockValues();
    }
}
