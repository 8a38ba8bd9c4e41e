package io.parlance.model.artifact.store;

import io.parlance.model.artifact.ArtifactException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where models are kept, under one root. Models are written once and never changed. Safe for many threads. */
public interface ArtifactStore {

    /**
     * The store under a root such as {@code file:///var/lib/parlance/artifacts}, or {@code file:data/artifacts} in the
     * process's own folder; its folder is made when first written to.
     *
     * @throws ArtifactException when this build has no store for the scheme
     */
    static ArtifactStore at(URI root) {
        if ("file".equals(root.getScheme())) return new FolderArtifactStore(folder(root));
        throw unsupported(root);
    }

    /**
     * Begins to write a model; what an earlier, interrupted attempt left is removed.
     *
     * @param modelId letters, digits, dot, hyphen and underscore
     */
    StagedModel stage(String modelId);

    /** The model of this id, when it was committed. */
    Optional<StoredModel> find(String modelId);

    /**
     * A model with every part checked against its digest. A file is digested again only when its size or time has
     * changed since this process last did.
     *
     * @throws ArtifactException when a part is missing, truncated or altered; the message says which and what to do
     */
    OpenedModel open(StoredModel model);

    private static Path folder(URI root) {
        return root.isOpaque() ? Path.of(root.getSchemeSpecificPart()).toAbsolutePath() : Path.of(root);
    }

    /** The refusal of a scheme. */
    static ArtifactException unsupported(URI uri) {
        return new ArtifactException(
                uri.getScheme() == null
                        ? "artifact store '%s' has no scheme; this build knows file:, such as file:///var/lib/parlance/artifacts"
                                .formatted(uri)
                        : "%s: is not in this build yet, so '%s' cannot be opened; this build knows file:"
                                .formatted(uri.getScheme(), uri));
    }
}
