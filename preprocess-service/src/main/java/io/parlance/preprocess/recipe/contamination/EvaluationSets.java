package io.parlance.preprocess.recipe.contamination;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.parlance.preprocess.recipe.filter.Words;
import io.parlance.preprocess.recipe.operation.RecipeFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The n-grams of evaluation sets: of every text in every line of JSON, or of every line that is none. */
final class EvaluationSets {
    private static final JsonFactory JSON = new JsonFactory();

    private final NgramIndex index = new NgramIndex();
    private final List<String> places = new ArrayList<>();
    private final int n;

    EvaluationSets(List<RecipeFolder.Content> files, int n) {
        this.n = n;
        for (RecipeFolder.Content file : files) {
            Iterator<String> lines = file.text().lines().iterator();
            for (int line = 1; lines.hasNext(); line++) {
                add(file.name(), line, texts(lines.next()));
            }
        }
    }

    /** Name and line of the set where an n-gram stood first, or null. */
    String place(long ngram) {
        int place = index.get(ngram);
        return place == NgramIndex.ABSENT ? null : places.get(place);
    }

    int ngrams() {
        return index.size();
    }

    private void add(String name, int line, List<String> texts) {
        int place = places.size();
        places.add("%s line %d".formatted(name, line));
        for (String text : texts) {
            for (long ngram : Ngrams.of(Words.of(text), n)) {
                index.put(ngram, place);
            }
        }
    }

    private static List<String> texts(String line) {
        List<String> texts = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(line)) {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY && token != JsonToken.VALUE_STRING) {
                return List.of(line);
            }
            for (; token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    texts.add(parser.getText());
                }
            }
            return texts;
        } catch (IOException noJson) {
            return List.of(line);
        }
    }
}
