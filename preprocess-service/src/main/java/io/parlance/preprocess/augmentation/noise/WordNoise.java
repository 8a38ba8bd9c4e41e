package io.parlance.preprocess.augmentation.noise;

import io.parlance.preprocess.augmentation.Method;
import io.parlance.preprocess.augmentation.Rewording;
import java.util.List;
import java.util.Random;

/** What the word methods have in common: a share of words, lots, and texts that are too short to be touched. */
abstract class WordNoise implements Method {
    /** Of fewer words, each one carries the meaning. */
    static final int FEWEST_WORDS = 4;

    private final String name;
    private final double share;

    /** @param share of a text's words, above 0 and at most 0.5 */
    WordNoise(String name, double share) {
        if (!(share > 0 && share <= 0.5)) {
            throw new IllegalArgumentException(
                    "%s: share is %s, expected more than 0 and at most 0.5".formatted(name, share));
        }
        this.name = name;
        this.share = share;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String parameters() {
        return "share=" + share;
    }

    @Override
    public final List<Rewording> reword(List<String> texts, long seed) {
        Random lots = new Random(seed); // its numbers are specified, so every JDK draws the same
        return texts.stream()
                .<Rewording>map(text -> new Rewording.Reworded(noised(new Words(text), lots), null))
                .toList();
    }

    private String noised(Words words, Random lots) {
        return words.count() < FEWEST_WORDS ? words.text() : noised(words, share, lots);
    }

    abstract String noised(Words words, double share, Random lots);
}
