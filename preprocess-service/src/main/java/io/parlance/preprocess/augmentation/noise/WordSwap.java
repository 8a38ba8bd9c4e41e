package io.parlance.preprocess.augmentation.noise;

import io.parlance.preprocess.augmentation.Facts;
import java.util.Random;

/** Lets a share of the words change places with the next one; numbers, addresses, placeholders and denials stay. */
public final class WordSwap extends WordNoise {
    public static final String NAME = "word-swap";

    public WordSwap(double share) {
        super(NAME, share);
    }

    @Override
    String noised(Words words, double share, Random lots) {
        Words.drawn(
                        words.count() - 1,
                        i -> !Facts.matters(words.get(i)) && !Facts.matters(words.get(i + 1)),
                        share,
                        lots)
                .stream()
                .sorted()
                .forEach(words::swapWithNext);
        return words.text();
    }
}
