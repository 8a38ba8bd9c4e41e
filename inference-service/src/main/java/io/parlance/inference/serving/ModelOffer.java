package io.parlance.inference.serving;

import io.parlance.contracts.ArtifactRef;
import java.time.Instant;

/**
 * A model that can be loaded.
 *
 * @param id as clients name it
 * @param since when it was announced
 */
public record ModelOffer(String id, ArtifactRef artifact, Instant since) {

    /** The same files under the same name, whenever announced. */
    public boolean isSameModelAs(ModelOffer other) {
        return id.equals(other.id) && artifact.sha256().equals(other.artifact.sha256());
    }
}
