package io.parlance.model.artifact.store;

import io.parlance.model.artifact.ArtifactException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code file:} — a folder per model under {@code models/}; what is being written lies under {@code staging/}. */
final class FolderArtifactStore implements ArtifactStore {
    static final String MANIFEST = "manifest.json";
    private static final Pattern MODEL_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private final Path root;

    FolderArtifactStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public StagedModel stage(String modelId) {
        return new StagedFolder(root.resolve("staging").resolve(checked(modelId)), folder(modelId), modelId);
    }

    @Override
    public Optional<StoredModel> find(String modelId) {
        Path manifest = folder(modelId).resolve(MANIFEST);
        return Files.exists(manifest) ? Optional.of(stored(manifest)) : Optional.empty();
    }

    @Override
    public OpenedModel open(StoredModel model) {
        URI uri = model.manifest();
        if (!"file".equals(uri.getScheme())) throw ArtifactStore.unsupported(uri);
        Path manifestFile = Path.of(uri);
        byte[] json = manifestBytes(manifestFile);
        String sha256 = Sha256.of(json);
        if (!sha256.equals(model.sha256())) {
            throw new ArtifactException(
                    "%s has sha256 %s, expected %s: it was changed after it was announced. Restore it from a backup, or train or import the model again"
                            .formatted(manifestFile, sha256, model.sha256()));
        }
        ModelManifest manifest = ModelManifest.fromJson(manifestFile.toString(), json);
        Path folder = manifestFile.getParent();
        manifest.parts().forEach(part -> VerifiedParts.check(folder, part));
        return new OpenedModel(manifest, folder);
    }

    /** The reference to a model by its manifest. */
    static StoredModel stored(Path manifestFile) {
        byte[] json = manifestBytes(manifestFile);
        ModelManifest manifest = ModelManifest.fromJson(manifestFile.toString(), json);
        return new StoredModel(manifestFile.toUri(), Sha256.of(json), json.length + manifest.partBytes());
    }

    private static byte[] manifestBytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ArtifactException(
                    "%s cannot be read (%s): the model was removed or the artifact store is another one. Restore the folder, or train or import the model again"
                            .formatted(file, e.getClass().getSimpleName()),
                    e);
        }
    }

    private Path folder(String modelId) {
        return root.resolve("models").resolve(checked(modelId));
    }

    private static String checked(String modelId) {
        if (!MODEL_ID.matcher(modelId).matches()) {
            throw new IllegalArgumentException(
                    "model id '%s' is no folder name: expected letters, digits, '.', '-', '_', up to 128"
                            .formatted(modelId));
        }
        return modelId;
    }
}
