package io.parlance.trainer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** A folder per run for its checkpoints, gone when the run is. */
public final class CheckpointFolders {
    private static final Logger LOG = Logger.getLogger(CheckpointFolders.class);

    private final Path root;

    public CheckpointFolders(Path root) {
        this.root = root;
    }

    Path of(String runId) {
        return root.resolve(runId);
    }

    /** What cannot be deleted is only said: a checkpoint too many does no harm but take room. */
    void delete(String runId) {
        Path folder = of(runId);
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            LOG.warnf("checkpoint could not be deleted, delete it by hand folder=%s reason=%s", folder, e.getMessage());
        }
    }

    /** Deletes what runs left behind that are not to be gone on with. */
    public void keepOnly(Set<String> runIds) {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> folders = Files.list(root)) {
            List<String> others = folders.map(folder -> folder.getFileName().toString())
                    .filter(id -> !runIds.contains(id))
                    .toList();
            others.forEach(this::delete);
        } catch (IOException e) {
            LOG.warnf("checkpoints could not be listed folder=%s reason=%s", root, e.getMessage());
        }
    }
}
