package io.parlance.preprocess.augmentation;

import io.parlance.preprocess.example.SentenceEmbedder;
import java.util.List;
import java.util.Locale;

/**
 * Lets a child pass when it says the same in other words. Every changed turn must be as similar to its parent's as asked
 * for; over the whole conversation, turns that stayed would hide one that lost its meaning.
 */
public final class QualityGate {
    private final SentenceEmbedder embedder;
    private final double minSimilarity;

    /** @param minSimilarity least cosine of the embeddings of both texts, 0 to 1 */
    public QualityGate(SentenceEmbedder embedder, double minSimilarity) {
        if (!(minSimilarity >= 0 && minSimilarity <= 1)) {
            throw new IllegalArgumentException("min-similarity is %s, expected 0 to 1".formatted(minSimilarity));
        }
        this.embedder = embedder;
        this.minSimilarity = minSimilarity;
    }

    public double minSimilarity() {
        return minSimilarity;
    }

    double similarity(String before, String after) {
        if (before.equals(after)) {
            return 1;
        }
        float[] a = embedder.embed(before).toArray();
        float[] b = embedder.embed(after).toArray();
        double cosine = 0; // both have unit length
        for (int d = 0; d < a.length; d++) {
            cosine += (double) a[d] * b[d];
        }
        return Math.min(1, cosine);
    }

    /** @param turns those that were given to the method */
    Verdict judge(List<RewordedTurn> turns) {
        if (turns.stream().allMatch(t -> plain(t.before()).equals(plain(t.after())))) {
            return new Verdict.Identical();
        }
        double lowest =
                turns.stream().mapToDouble(RewordedTurn::similarity).min().orElse(1);
        for (RewordedTurn turn : turns) {
            if (turn.after().isBlank()) {
                return new Verdict.Unlike(lowest, "messages[%d] has no words left".formatted(turn.index()));
            }
            String difference = Facts.in(turn.before()).difference(Facts.in(turn.after()));
            if (!difference.isEmpty()) {
                return new Verdict.Unlike(lowest, "messages[%d]: %s".formatted(turn.index(), difference));
            }
            if (turn.similarity() < minSimilarity) {
                return new Verdict.Unlike(
                        lowest,
                        "messages[%d] is similar by %.3f, at least %s is asked for"
                                .formatted(turn.index(), turn.similarity(), minSimilarity));
            }
        }
        return new Verdict.Passes(lowest);
    }

    /** Letters and digits only: a comma more is no other wording. */
    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{Nd}]+", "");
    }
}
