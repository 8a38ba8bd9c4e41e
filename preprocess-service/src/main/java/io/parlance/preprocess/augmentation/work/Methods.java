package io.parlance.preprocess.augmentation.work;

import io.parlance.preprocess.augmentation.Method;
import io.parlance.preprocess.augmentation.noise.Synonyms;
import io.parlance.preprocess.augmentation.noise.WordDeletion;
import io.parlance.preprocess.augmentation.noise.WordSwap;
import io.parlance.preprocess.augmentation.translation.Apertium;
import io.parlance.preprocess.augmentation.translation.BackTranslation;
import io.parlance.preprocess.augmentation.translation.ChatEndpoint;
import io.parlance.preprocess.augmentation.translation.ChatTranslator;
import io.parlance.preprocess.augmentation.translation.Language;
import io.parlance.preprocess.augmentation.translation.MarianTranslator;
import io.parlance.preprocess.augmentation.translation.Translator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Makes methods as the settings describe them. */
final class Methods {
    static final List<String> KNOWN = List.of(BackTranslation.NAME, Synonyms.NAME, WordDeletion.NAME, WordSwap.NAME);

    private static final String PREFIX = "parlance.preprocess.augmentation.";

    private final AugmentationConfig config;
    private final String searchPath;

    /** @param searchPath folders where programs are looked for */
    Methods(AugmentationConfig config, String searchPath) {
        this.config = config;
        this.searchPath = searchPath;
    }

    /** Those that are on, in their order. @throws IllegalArgumentException naming the setting that is wrong */
    List<Method> all() {
        List<String> names = config.methods().orElse(List.of());
        if (new LinkedHashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException("%smethods names one twice: %s".formatted(PREFIX, names));
        }
        List<Method> methods = new ArrayList<>();
        for (String name : names) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException(
                        "%smethods names '%s'; known are %s".formatted(PREFIX, name, String.join(", ", KNOWN)));
            }
            methods.add(named(name));
        }
        return List.copyOf(methods);
    }

    /** @throws IllegalArgumentException when there is none of this name, or its settings are wrong */
    Method named(String name) {
        return switch (name) {
            case BackTranslation.NAME -> {
                AugmentationConfig.BackTranslation settings = config.backTranslation();
                Language language = new Language(settings.language());
                Language pivot = new Language(settings.pivot());
                yield new BackTranslation(translator(settings.engine(), language, pivot), language, pivot);
            }
            case Synonyms.NAME ->
                new Synonyms(share("words.replaced", config.words().replaced()));
            case WordDeletion.NAME ->
                new WordDeletion(share("words.deleted", config.words().deleted()));
            case WordSwap.NAME ->
                new WordSwap(share("words.swapped", config.words().swapped()));
            default ->
                throw new IllegalArgumentException(
                        "there is no method '%s'; known are %s".formatted(name, String.join(", ", KNOWN)));
        };
    }

    private static double share(String key, double share) {
        if (share > 0 && share <= 0.5) {
            return share;
        }
        throw new IllegalArgumentException(
                "%s%s is %s, expected more than 0 and at most 0.5".formatted(PREFIX, key, share));
    }

    private Translator translator(String engine, Language language, Language pivot) {
        return switch (engine) {
            case "apertium" -> {
                AugmentationConfig.Apertium settings = config.apertium();
                yield new Apertium(settings.command(), settings.data(), searchPath).translator(settings.timeout());
            }
            case "openai" -> {
                AugmentationConfig.Openai settings = config.openai();
                yield new ChatTranslator(
                        new ChatEndpoint(
                                required("openai", "openai.base-url", settings.baseUrl()),
                                settings.apiKey(),
                                settings.timeout(),
                                settings.attempts()),
                        required("openai", "openai.model", settings.model()));
            }
            case "marian" ->
                new MarianTranslator(
                        language,
                        pivot,
                        required("marian", "marian.there", config.marian().there()),
                        required("marian", "marian.back", config.marian().back()));
            default ->
                throw new IllegalArgumentException(
                        "%sback-translation.engine is '%s'; known are apertium, openai, marian"
                                .formatted(PREFIX, engine));
        };
    }

    private static <T> T required(String engine, String key, Optional<T> value) {
        return value.orElseThrow(() -> new IllegalArgumentException(
                "%s%s is not set; back-translation.engine %s needs it".formatted(PREFIX, key, engine)));
    }
}
