package io.parlance.model.artifact.store;

import java.nio.file.Path;

/**
 * One file of a model.
 *
 * @param path relative to the manifest, with forward slashes: {@code onnx/model.onnx}
 */
public record ModelPart(String path, String sha256, long bytes) {
    public ModelPart {
        Path relative = Path.of(path);
        if (path.isEmpty()
                || relative.isAbsolute()
                || !relative.equals(relative.normalize())
                || relative.startsWith("..")) {
            throw new IllegalArgumentException("part '%s' does not lie in the model's folder".formatted(path));
        }
        Sha256.check("sha256 of " + path, sha256);
        if (bytes < 0) throw new IllegalArgumentException("part %s has %d bytes".formatted(path, bytes));
    }
}
