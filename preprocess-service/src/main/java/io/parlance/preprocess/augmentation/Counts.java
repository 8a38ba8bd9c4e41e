package io.parlance.preprocess.augmentation;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a method did: parents = children + refusedUnlike + refusedIdentical + failed.
 *
 * @param parents conversations it was tried on
 * @param children that were submitted
 */
public record Counts(
        long parents,
        long children,
        @JsonProperty("refused_unlike") long refusedUnlike,
        @JsonProperty("refused_identical") long refusedIdentical,
        long failed) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    public Counts plus(Counts more) {
        return new Counts(
                parents + more.parents,
                children + more.children,
                refusedUnlike + more.refusedUnlike,
                refusedIdentical + more.refusedIdentical,
                failed + more.failed);
    }

    /** One attempt's. */
    public static Counts of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Passes _ -> new Counts(1, 1, 0, 0, 0);
            case Verdict.Unlike _ -> new Counts(1, 0, 1, 0, 0);
            case Verdict.Identical _ -> new Counts(1, 0, 0, 1, 0);
            case Verdict.Failed _ -> new Counts(1, 0, 0, 0, 1);
        };
    }
}
