package io.parlance.model.artifact.store;

import java.net.URI;

/**
 * A whole model in the store, by reference: what events carry.
 *
 * @param manifest where {@code manifest.json} lies
 * @param sha256 of the manifest, which holds the digests of every part
 * @param bytes size of the whole: the manifest and all parts
 */
public record StoredModel(URI manifest, String sha256, long bytes) {
    public StoredModel {
        Sha256.check("sha256 of " + manifest, sha256);
        if (bytes < 1) {
            throw new IllegalArgumentException("%s: bytes is %d, expected at least 1".formatted(manifest, bytes));
        }
    }
}
