package io.parlance.inference.serving;

import io.parlance.model.artifact.ArtifactException;
import io.parlance.model.artifact.ModelFormatException;

/** Brings models from the artifact store into memory. */
@FunctionalInterface
public interface ModelLoader {
    /**
     * Loads a model and has it decode a token.
     *
     * @throws ArtifactException when a part is missing, truncated or altered
     * @throws ModelFormatException when a part cannot be read as what it should be
     */
    ServedModel load(ModelOffer offer);
}
