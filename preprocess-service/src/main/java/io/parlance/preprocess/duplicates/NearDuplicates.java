package io.parlance.preprocess.duplicates;

import java.util.ArrayList;
import java.util.List;

/**
 * All pairs of texts with nearly the same words, for comparing texts that are at hand and need not be remembered. Of pairs
 * exactly at the threshold 0.15 % may be overlooked, of those more alike fewer; what is found is measured exactly.
 */
public final class NearDuplicates {
    private final double threshold;
    private final int shingleWords;
    private final MinHash hash;
    private final BandIndex index;
    private final List<Shingles> added = new ArrayList<>();

    /** Takes a text that is alike. */
    @FunctionalInterface
    public interface Alike {
        /** @param ordinal as it was added @param jaccard from the threshold to 1 */
        void found(int ordinal, double jaccard);
    }

    /** @param threshold least Jaccard index, above 0 to 1 @param shingleWords words in a shingle of all texts */
    public NearDuplicates(double threshold, int shingleWords) {
        this.threshold = threshold;
        this.shingleWords = shingleWords;
        Bands bands = Bands.forAgreement(threshold);
        this.hash = new MinHash(bands.signatureBytes());
        this.index = new BandIndex(bands);
    }

    /** Has a text found from now on. @return its ordinal: the number of those added before */
    public int add(Shingles shingles) {
        if (shingles.words() != shingleWords) {
            throw new IllegalArgumentException(
                    "shingles of %d words among those of %d".formatted(shingles.words(), shingleWords));
        }
        added.add(shingles);
        index.add(added.size() - 1, hash.signature(shingles));
        return added.size() - 1;
    }

    /** All that were added and are as alike as the threshold asks. */
    public void forEachAlike(Shingles shingles, Alike each) {
        for (int ordinal : index.candidates(hash.signature(shingles), 0, Integer.MAX_VALUE)) {
            double jaccard = shingles.jaccard(added.get(ordinal));
            if (jaccard >= threshold) {
                each.found(ordinal, jaccard);
            }
        }
    }
}
