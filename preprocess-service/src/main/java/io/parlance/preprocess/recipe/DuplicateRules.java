package io.parlance.preprocess.recipe;

import java.util.Optional;

/**
 * What a recipe says of duplicates. They are found among all conversations of a dataset, so not by the recipe itself.
 *
 * @param exact whether a conversation with the same text as an earlier one is dropped
 * @param near rules for nearly the same words; empty: not looked for
 * @param semantic rules for nearly the same meaning; empty: not looked for
 */
public record DuplicateRules(boolean exact, Optional<Near> near, Optional<Semantic> semantic) {
    /** Names and versions of the operations. */
    public static final String EXACT = "exact-duplicates@1";

    public static final String NEAR = "near-duplicates@2";
    public static final String SEMANTIC = "semantic-duplicates@1";

    /** Duplicates of no kind are looked for. */
    public static final DuplicateRules NONE = new DuplicateRules(false, Optional.empty(), Optional.empty());

    /**
     * @param threshold least Jaccard similarity of the sets of shingles, 0 to 1
     * @param shingleWords words in a shingle
     * @param instructions whether the turns of system and developer are compared, too
     */
    public record Near(double threshold, int shingleWords, boolean instructions, Action action) {}

    /** @param threshold least cosine of the embeddings, 0 to 1 */
    public record Semantic(double threshold, Action action) {}

    /** What becomes of the one that the dataset's order has later. */
    public enum Action {
        DROP,
        /** It stays, in the split of the first. */
        KEEP_TOGETHER
    }
}
