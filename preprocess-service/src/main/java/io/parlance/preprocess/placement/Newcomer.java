package io.parlance.preprocess.placement;

import io.parlance.contracts.Parent;
import io.parlance.preprocess.duplicates.DuplicateIndex;
import io.parlance.preprocess.duplicates.Fingerprint;
import io.parlance.preprocess.duplicates.HalfVector;

/**
 * A conversation that asks for its place.
 *
 * @param label the client's, or null
 * @param parent what it was augmented from, or null
 * @param embedding of no dimensions when embeddings are off
 */
public record Newcomer(String id, String label, Parent parent, Fingerprint fingerprint, HalfVector embedding) {
    DuplicateIndex.Facts facts() {
        return new DuplicateIndex.Facts(
                fingerprint.text(), fingerprint.shingles(), embedding.dimensions() == 0 ? null : embedding);
    }
}
