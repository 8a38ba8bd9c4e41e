package io.parlance.preprocess.augmentation.noise;

import io.parlance.preprocess.augmentation.Facts;
import java.util.Random;

/** Leaves out a share of the words; never a number, an address, a placeholder or a denial. */
public final class WordDeletion extends WordNoise {
    public static final String NAME = "word-deletion";

    public WordDeletion(double share) {
        super(NAME, share);
    }

    @Override
    String noised(Words words, double share, Random lots) {
        return words.without(Words.drawn(words.count(), i -> !Facts.matters(words.get(i)), share, lots));
    }
}
