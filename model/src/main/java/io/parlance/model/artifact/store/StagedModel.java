package io.parlance.model.artifact.store;

import io.parlance.model.artifact.ArtifactException;
import java.nio.file.Path;

/** A model that is being written. Nobody else sees it until it is committed; closed uncommitted, it is gone. */
public interface StagedModel extends AutoCloseable {

    /** An empty folder to write the parts into, subfolders as needed. */
    Path folder();

    /**
     * Makes the model visible, all at once: digests of every file, the manifest last. Committing a model that is already
     * stored with the same content gives the one that is there, so that a repeated request does no harm.
     *
     * @throws ArtifactException when the disk is full, or the id is taken by other content
     */
    StoredModel commit(ModelDescription description);

    @Override
    void close();
}
