package io.parlance.preprocess.augmentation.translation;

import io.parlance.preprocess.augmentation.UnavailableException;
import java.nio.file.Path;
import java.text.BreakIterator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Two Marian models, there and back, computed by ONNX Runtime in this process. A text is translated sentence by sentence;
 * its lines stay lines.
 */
public final class MarianTranslator implements Translator {
    private final Map<String, Path> paths;
    private final Map<String, MarianModel> models = new HashMap<>();

    /**
     * @param there folder of the model from language to pivot
     * @param back folder of the model from pivot to language
     */
    public MarianTranslator(Language language, Language pivot, Path there, Path back) {
        this.paths = Map.of(direction(language, pivot), there, direction(pivot, language), back);
    }

    /** Names the folders; models of another content under the same names give children of the same ids. */
    @Override
    public String name() {
        return "marian "
                + String.join(
                        "+",
                        paths.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(e -> e.getValue().getFileName().toString())
                                .toList());
    }

    @Override
    public Translation translate(String text, Language from, Language to) {
        MarianModel model = model(direction(from, to));
        StringBuilder translated = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            if (!line.isBlank()) {
                BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
                sentences.setText(line);
                int start = sentences.first();
                for (int end = sentences.next(); end != BreakIterator.DONE; start = end, end = sentences.next()) {
                    switch (model.translate(line.substring(start, end).strip())) {
                        case Translation.Refused r -> {
                            return r;
                        }
                        case Translation.Translated t ->
                            translated.append(t.text()).append(' ');
                    }
                }
                translated.setLength(Math.max(0, translated.length() - 1));
            }
            translated.append('\n');
        }
        return new Translation.Translated(translated.toString().strip());
    }

    private MarianModel model(String direction) {
        Path path = paths.get(direction);
        if (path == null) {
            throw new UnavailableException(
                    "there is no Marian model for %s; there are %s".formatted(direction, paths.keySet()));
        }
        return models.computeIfAbsent(direction, _ -> new MarianModel(MarianFolder.read(path)));
    }

    private static String direction(Language from, Language to) {
        return from + "-" + to;
    }

    @Override
    public void close() {
        models.values().forEach(MarianModel::close);
        models.clear();
    }
}
