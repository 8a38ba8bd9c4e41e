package io.parlance.preprocess.recipe.filter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.ml.model.AbstractModel;
import opennlp.tools.ml.model.Context;
import opennlp.tools.ml.model.MaxentModel;

/**
 * Apache OpenNLP's model of 103 languages, which comes in its artefact. Loaded on first use, once.
 *
 * <p>Read by OpenNLP and evaluated here instead of by its detector, at a multiple of its pace; the result is the same.
 */
final class Languages {
    static final String MODEL = "/langdetect-183.bin";

    // What OpenNLP writes in ISO 639-3 and the JDK's list of ISO 639-1 does not lead to.
    private static final Map<String, String> MEMBERS_OF_LARGER_LANGUAGES =
            Map.of("cmn", "zh", "nan", "zh", "pes", "fa", "ekk", "et", "lvs", "lv", "plt", "mg", "pnb", "pa");

    // Of Indonesian, Hebrew and Yiddish, withdrawn in 1989; the JDK's list has them beside id, he and yi.
    private static final Set<String> WITHDRAWN = Set.of("in", "iw", "ji");

    private final NgramWeights weights;
    private final List<String> outcomes;
    private final Map<String, String> codes = new TreeMap<>();

    private Languages() {
        try (InputStream in = LanguageDetectorModel.class.getResourceAsStream(MODEL)) {
            MaxentModel model = new LanguageDetectorModel(in).getMaxentModel();
            weights = weights(model);
            outcomes = IntStream.range(0, model.getNumOutcomes())
                    .mapToObj(model::getOutcome)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the language model %s cannot be read".formatted(MODEL), e);
        }
        Map<String, String> shorter = new TreeMap<>(MEMBERS_OF_LARGER_LANGUAGES);
        for (String code : Locale.getISOLanguages()) {
            if (!WITHDRAWN.contains(code)) {
                shorter.put(Locale.of(code).getISO3Language(), code);
            }
        }
        for (String outcome : outcomes) {
            codes.put(outcome, shorter.getOrDefault(outcome, outcome));
        }
    }

    private static NgramWeights weights(MaxentModel model) {
        // The second of them, as the library's own writers of models take it.
        Map<?, ?> contexts = (Map<?, ?>) ((AbstractModel) model).getDataStructures()[1];
        Map<String, Context> weights = LinkedHashMap.newLinkedHashMap(contexts.size());
        contexts.forEach((ngram, context) -> weights.put((String) ngram, (Context) context));
        return new NgramWeights(weights, model.getNumOutcomes());
    }

    private static final class Loaded {
        private static final Languages LANGUAGES = new Languages();
    }

    static Languages loaded() {
        return Loaded.LANGUAGES;
    }

    /**
     * @param code ISO 639-1 where there is one, else 639-3
     * @param confidence share of 1 among all languages
     * @param lead how many times as probable it is as the next language, at least 1
     */
    record Guess(String code, double confidence, double lead) {}

    Guess guess(String text) {
        NgramWeights.Best best = weights.best(DetectorText.of(text));
        return new Guess(codes.get(outcomes.get(best.outcome())), best.share(), best.lead());
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
