package io.parlance.preprocess.dataset.leak;

import java.util.List;

/**
 * What two or more sides have in common.
 *
 * @param threshold least Jaccard index of near-duplicates
 * @param crossings for every two sides
 * @param pairs the clearest of them, up to the limit
 */
public record LeakReport(double threshold, List<Side> sides, List<Crossings> crossings, List<Pair> pairs) {
    public LeakReport {
        sides = List.copyOf(sides);
        crossings = List.copyOf(crossings);
        pairs = List.copyOf(pairs);
    }

    /** All pairs of all kinds. */
    public long total() {
        return crossings.stream().mapToLong(Crossings::total).sum();
    }

    /**
     * @param name such as a, or train
     * @param texts looked at
     * @param crossing of them those that cross to another side
     */
    public record Side(String name, long texts, long crossing) {}

    /** Pairs with one text on each of two sides. */
    public record Crossings(String one, String other, long exact, long normalised, long near) {
        public long total() {
            return exact + normalised + near;
        }
    }

    /** How two texts are the same, the clearest first. */
    public enum Kind {
        /** The same turns with the same words. */
        EXACT,
        /** The same words but for case, white space, punctuation or who says them. */
        NORMALISED,
        /** Nearly the same words. */
        NEAR_DUPLICATE
    }

    /** @param similarity Jaccard index of their word 3-shingles */
    public record Pair(Kind kind, double similarity, Member one, Member other) {}

    /** A text by its place. @param id or null @param line or null */
    public record Member(String side, String id, Long line) {}
}
