package io.parlance.preprocess.augmentation.noise;

import io.parlance.preprocess.augmentation.Facts;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces a share of the words by synonyms. English; words in lower case and in their base form only, so names and
 * inflected words stay.
 */
public final class Synonyms extends WordNoise {
    public static final String NAME = "synonyms";

    private static final Pattern WORD = Pattern.compile("(\\P{L}*)([a-z]+)(\\P{L}*)");

    /** Read at the first text. */
    private Map<String, List<String>> synonyms;

    public Synonyms(double share) {
        super(NAME, share);
    }

    @Override
    public String parameters() {
        return "wordnet-3.1 " + super.parameters();
    }

    @Override
    String noised(Words words, double share, Random lots) {
        if (synonyms == null) {
            synonyms = WordNet.synonyms();
        }
        for (int index : Words.drawn(words.count(), i -> replaceable(words.get(i)), share, lots)) {
            Matcher word = WORD.matcher(words.get(index));
            if (word.matches()) {
                List<String> open = synonyms.get(word.group(2));
                words.set(index, word.group(1) + open.get(lots.nextInt(open.size())) + word.group(3));
            }
        }
        return words.text();
    }

    private boolean replaceable(String text) {
        Matcher word = WORD.matcher(text);
        return word.matches() && synonyms.containsKey(word.group(2)) && !Facts.matters(text);
    }
}
