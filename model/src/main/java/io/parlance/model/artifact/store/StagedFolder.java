package io.parlance.model.artifact.store;

import io.parlance.model.artifact.ArtifactException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A model being written beside the store's models; one rename moves it among them. */
final class StagedFolder implements StagedModel {
    private final Path staging;
    private final Path target;
    private final String modelId;

    StagedFolder(Path staging, Path target, String modelId) {
        this.staging = staging;
        this.target = target;
        this.modelId = modelId;
        try {
            delete(staging);
            Files.createDirectories(staging);
        } catch (IOException e) {
            throw ArtifactException.writing(staging, 0, e);
        }
    }

    @Override
    public Path folder() {
        return staging;
    }

    @Override
    public StoredModel commit(ModelDescription description) {
        long bytes = 0;
        try {
            List<ModelPart> parts = parts();
            ModelManifest manifest = new ModelManifest(modelId, description, parts);
            byte[] json = manifest.toJson();
            bytes = manifest.partBytes() + json.length;
            if (Files.exists(target)) return already(json);
            writeManifest(json);
            Files.createDirectories(target.getParent());
            Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(target.getParent());
        } catch (IOException e) {
            throw ArtifactException.writing(target, bytes, e);
        }
        return FolderArtifactStore.stored(target.resolve(FolderArtifactStore.MANIFEST));
    }

    /** Committed, there is nothing left to remove. */
    @Override
    public void close() {
        try {
            delete(staging);
        } catch (IOException e) {
            throw new ArtifactException("%s could not be removed: %s; remove it by hand".formatted(staging, e), e);
        }
    }

    private StoredModel already(byte[] json) {
        StoredModel there = FolderArtifactStore.stored(target.resolve(FolderArtifactStore.MANIFEST));
        if (there.sha256().equals(Sha256.of(json))) return there;
        throw new ArtifactException(
                "%s already holds a model %s with other content; a stored model is never changed, so give the new one an id of its own"
                        .formatted(target, modelId));
    }

    private List<ModelPart> parts() throws IOException {
        List<ModelPart> parts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(staging)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                force(file);
                String path = staging.relativize(file).toString().replace('\\', '/');
                parts.add(new ModelPart(path, Sha256.of(file), Files.size(file)));
            }
        }
        if (parts.isEmpty()) {
            throw new IllegalStateException("nothing was written into %s before the commit".formatted(staging));
        }
        return parts;
    }

    private void writeManifest(byte[] json) throws IOException {
        Path partial = staging.resolve(FolderArtifactStore.MANIFEST + ".partial");
        Files.write(partial, json);
        force(partial);
        Files.move(partial, staging.resolve(FolderArtifactStore.MANIFEST), StandardCopyOption.ATOMIC_MOVE);
        try (Stream<Path> folders = Files.walk(staging)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) forceFolder(folder);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** So that names survive a power cut too; where a folder cannot be opened (Windows), the system sees to it. */
    private static void forceFolder(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) return;
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
