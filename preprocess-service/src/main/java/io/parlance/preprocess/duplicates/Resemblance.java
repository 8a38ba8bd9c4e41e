package io.parlance.preprocess.duplicates;

/**
 * An earlier conversation that resembles one.
 *
 * @param conversationId the earlier one's
 * @param similarity from the threshold to 1
 */
public record Resemblance(String conversationId, Kind kind, double similarity) {
    /** In what they resemble each other, the closest first. */
    public enum Kind {
        /** All that they say. */
        EXACT,
        /** Jaccard index of their shingles. */
        NEAR,
        /** Cosine of their embeddings. */
        SEMANTIC
    }
}
