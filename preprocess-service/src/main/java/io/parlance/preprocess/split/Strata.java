package io.parlance.preprocess.split;

import io.parlance.preprocess.duplicates.HalfVector;
import java.util.Optional;

/**
 * What a large dataset is divided evenly by: labels where the client gave them, clusters of embeddings elsewhere.
 * Fixed once, so that a conversation's stratum never changes.
 */
public final class Strata {
    private static final String UNLABELLED = "unlabelled";

    private final Optional<Clusters> clusters;

    /** @param clusters of the conversations without a label; empty when none of them had an embedding */
    public Strata(Optional<Clusters> clusters) {
        this.clusters = clusters;
    }

    /** @param label the client's, or null. @param embedding or null, when embeddings are off */
    public String of(String label, HalfVector embedding) {
        if (label != null) {
            return label;
        }
        return clusters.filter(c -> embedding != null && embedding.dimensions() > 0)
                .map(c -> "cluster-" + c.nearest(embedding))
                .orElse(UNLABELLED);
    }

    /** Empty when there are no clusters. */
    public byte[] toBytes() {
        return clusters.map(Clusters::toBytes).orElse(new byte[0]);
    }

    /** What {@link #toBytes} gave. */
    public static Strata fromBytes(byte[] stored) {
        return new Strata(stored.length == 0 ? Optional.empty() : Optional.of(Clusters.fromBytes(stored)));
    }
}
