package io.parlance.contracts;

/**
 * The earlier conversation that a duplicate resembles.
 *
 * @param similarity 1 for an exact one, Jaccard of word 3-shingles for a near one, cosine for a semantic one
 */
public record Twin(String conversationId, double similarity) {
    public Twin {
        Check.text("Twin", "conversationId", conversationId);
        if (!(similarity >= 0 && similarity <= 1)) {
            throw new IllegalArgumentException(
                    "Twin %s: similarity is %s, expected 0 to 1".formatted(conversationId, similarity));
        }
    }
}
