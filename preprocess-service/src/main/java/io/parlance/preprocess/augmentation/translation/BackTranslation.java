package io.parlance.preprocess.augmentation.translation;

import io.parlance.preprocess.augmentation.Method;
import io.parlance.preprocess.augmentation.Rewording;
import java.util.ArrayList;
import java.util.List;

/** Translates a text into another language and back. */
public final class BackTranslation implements Method {
    public static final String NAME = "back-translation";

    private final Translator translator;
    private final Language language;
    private final Language pivot;

    /** @param language of the conversations @param pivot the one in between */
    public BackTranslation(Translator translator, Language language, Language pivot) {
        if (language.equals(pivot)) {
            throw new IllegalArgumentException(
                    "back-translation: language and pivot are both '%s'; name another pivot".formatted(pivot));
        }
        this.translator = translator;
        this.language = language;
        this.pivot = pivot;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String parameters() {
        return "%s %s-%s-%s".formatted(translator.name(), language, pivot, language);
    }

    @Override
    public List<Rewording> reword(List<String> texts, long seed) {
        List<Translation> there = translator.translate(texts, language, pivot);
        List<String> foreign = there.stream()
                .filter(Translation.Translated.class::isInstance)
                .map(t -> ((Translation.Translated) t).text())
                .toList();
        List<Translation> back = translator.translate(foreign, pivot, language);
        List<Rewording> rewordings = new ArrayList<>();
        int next = 0;
        for (Translation translation : there) {
            rewordings.add(
                    switch (translation) {
                        case Translation.Refused r -> new Rewording.Failed("to %s: %s".formatted(pivot, r.why()));
                        case Translation.Translated t -> home(t.text(), back.get(next++));
                    });
        }
        return rewordings;
    }

    private Rewording home(String via, Translation back) {
        return switch (back) {
            case Translation.Refused r -> new Rewording.Failed("back from %s: %s".formatted(pivot, r.why()));
            case Translation.Translated t -> new Rewording.Reworded(t.text(), via);
        };
    }

    @Override
    public void close() {
        translator.close();
    }
}
