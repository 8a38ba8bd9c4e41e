package io.parlance.model.artifact.store;

import java.nio.file.Path;

/**
 * A model whose every part is here and as it was written.
 *
 * @param folder where the parts lie; nothing in it may be changed
 */
public record OpenedModel(ModelManifest manifest, Path folder) {

    /** @throws IllegalArgumentException when the manifest names no such part */
    public Path part(String path) {
        if (manifest.parts().stream().noneMatch(part -> part.path().equals(path))) {
            throw new IllegalArgumentException("model %s has no part %s".formatted(manifest.modelId(), path));
        }
        return folder.resolve(path);
    }
}
