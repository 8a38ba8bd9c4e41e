package io.parlance.preprocess.recipe.filter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.langdetect.ThreadSafeLanguageDetectorME;

/** Apache OpenNLP's detector of 103 languages, with the model that comes in its artefact. Loaded on first use, once. */
final class Languages {
    private static final String MODEL = "/langdetect-183.bin";

    // What OpenNLP writes in ISO 639-3 and the JDK's list of ISO 639-1 does not lead to.
    private static final Map<String, String> MEMBERS_OF_LARGER_LANGUAGES =
            Map.of("cmn", "zh", "nan", "zh", "pes", "fa", "ekk", "et", "lvs", "lv", "plt", "mg", "pnb", "pa");

    private final ThreadSafeLanguageDetectorME detector;
    private final Map<String, String> codes = new TreeMap<>();

    private Languages() {
        try (InputStream in = LanguageDetectorModel.class.getResourceAsStream(MODEL)) {
            detector = new ThreadSafeLanguageDetectorME(new LanguageDetectorModel(in));
        } catch (IOException e) {
            throw new UncheckedIOException("the language model %s cannot be read".formatted(MODEL), e);
        }
        Map<String, String> shorter = new TreeMap<>(MEMBERS_OF_LARGER_LANGUAGES);
        for (String code : Locale.getISOLanguages()) {
            shorter.put(Locale.of(code).getISO3Language(), code);
        }
        Arrays.stream(detector.getSupportedLanguages())
                .forEach(language -> codes.put(language, shorter.getOrDefault(language, language)));
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
        Language best = detector.predictLanguage(text);
        return new Guess(codes.get(best.getLang()), best.getConfidence());
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
