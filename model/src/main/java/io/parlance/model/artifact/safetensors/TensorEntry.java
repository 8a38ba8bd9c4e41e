package io.parlance.model.artifact.safetensors;

import java.util.List;

/**
 * One tensor in a safetensors file.
 *
 * @param offset first byte, counted from the start of the file
 * @param sizeBytes elements times the size of one
 */
record TensorEntry(String name, TensorType type, List<Long> shape, long offset, long sizeBytes) {
    TensorEntry {
        shape = List.copyOf(shape);
    }

    long elements() {
        return sizeBytes / type.bytes();
    }
}
