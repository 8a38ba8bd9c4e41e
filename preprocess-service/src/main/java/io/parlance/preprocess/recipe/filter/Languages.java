package io.parlance.preprocess.recipe.filter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.ml.model.MaxentModel;
import opennlp.tools.util.normalizer.AggregateCharSequenceNormalizer;
import opennlp.tools.util.normalizer.CharSequenceNormalizer;
import opennlp.tools.util.normalizer.EmojiCharSequenceNormalizer;
import opennlp.tools.util.normalizer.NumberCharSequenceNormalizer;
import opennlp.tools.util.normalizer.ShrinkCharSequenceNormalizer;
import opennlp.tools.util.normalizer.TwitterCharSequenceNormalizer;
import opennlp.tools.util.normalizer.UrlCharSequenceNormalizer;

/**
 * Apache OpenNLP's model of 103 languages, which comes in its artefact. Loaded on first use, once.
 *
 * <p>The features are gathered here instead of by OpenNLP's detector, at about twice its pace; the result is the same.
 */
final class Languages {
    static final String MODEL = "/langdetect-183.bin";

    // What OpenNLP writes in ISO 639-3 and the JDK's list of ISO 639-1 does not lead to.
    private static final Map<String, String> MEMBERS_OF_LARGER_LANGUAGES =
            Map.of("cmn", "zh", "nan", "zh", "pes", "fa", "ekk", "et", "lvs", "lv", "plt", "mg", "pnb", "pa");

    private static final int LONGEST_NGRAM = 3;

    // Those of the model, in its order.
    private static final CharSequenceNormalizer NORMALIZER = new AggregateCharSequenceNormalizer(
            EmojiCharSequenceNormalizer.getInstance(),
            UrlCharSequenceNormalizer.getInstance(),
            TwitterCharSequenceNormalizer.getInstance(),
            NumberCharSequenceNormalizer.getInstance(),
            ShrinkCharSequenceNormalizer.getInstance());

    private final MaxentModel model;
    private final Map<String, String> codes = new TreeMap<>();

    private Languages() {
        try (InputStream in = LanguageDetectorModel.class.getResourceAsStream(MODEL)) {
            model = new LanguageDetectorModel(in).getMaxentModel();
        } catch (IOException e) {
            throw new UncheckedIOException("the language model %s cannot be read".formatted(MODEL), e);
        }
        Map<String, String> shorter = new TreeMap<>(MEMBERS_OF_LARGER_LANGUAGES);
        for (String code : Locale.getISOLanguages()) {
            shorter.put(Locale.of(code).getISO3Language(), code);
        }
        for (int i = 0; i < model.getNumOutcomes(); i++) {
            codes.put(model.getOutcome(i), shorter.getOrDefault(model.getOutcome(i), model.getOutcome(i)));
        }
    }

    private static final class Loaded {
        private static final Languages LANGUAGES = new Languages();
    }

    static Languages loaded() {
        return Loaded.LANGUAGES;
    }

    /** @param code ISO 639-1 where there is one, else 639-3 @param confidence share of 1 among all languages */
    record Guess(String code, double confidence) {}

    Guess guess(String text) {
        double[] shares = model.eval(features(text));
        int best = 0;
        for (int i = 1; i < shares.length; i++) {
            best = shares[i] > shares[best] ? i : best;
        }
        return new Guess(codes.get(model.getOutcome(best)), shares[best]);
    }

    /** Which runs of one to three characters a text has. */
    private static String[] features(String text) {
        String normal = NORMALIZER.normalize(text).toString().toLowerCase(Locale.ROOT);
        Set<String> ngrams = LinkedHashSet.newLinkedHashSet(LONGEST_NGRAM * normal.length());
        for (int length = 1; length <= LONGEST_NGRAM; length++) {
            for (int i = 0; i + length <= normal.length(); i++) {
                ngrams.add(normal.substring(i, i + length));
            }
        }
        return ngrams.toArray(String[]::new);
    }

    boolean knows(String code) {
        return codes.containsValue(code);
    }

    String known() {
        return codes.values().stream()
                .sorted()
                .distinct()
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
    }
}
