package io.parlance.preprocess.augmentation.noise;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Synonyms by WordNet 3.1, for words whose meaning is clear without reading the sentence: one sense has at least 60 % of
 * the word's occurrences in WordNet's tagged texts, and the synonym is as clear and means the same.
 */
final class WordNet {
    /** Lines of {@code lemma%part-of-speech:... offset sense-number tag-count}; see WordNet's senseidx(5). */
    private static final String SENSES = "/net/sf/extjwnl/data/wordnet/wn31/index.sense";

    private static final double CLEAR = 0.6;

    /** Shorter ones are mostly words of grammar that happen to name a letter or an element. */
    private static final int SHORTEST_REPLACED = 4;

    private static final int SHORTEST = 3;

    private WordNet() {}

    /** @param meaning part of speech and offset of the synset; adjectives' satellites count as adjectives */
    private record Sense(String meaning, int occurrences) {}

    /** Synonyms by word, lower case, in the order of the alphabet. Takes about a second. */
    static Map<String, List<String>> synonyms() {
        Map<String, List<Sense>> senses = senses();
        Map<String, String> clearMeanings = new TreeMap<>();
        senses.forEach((word, all) -> {
            String meaning = clearMeaning(all);
            if (meaning != null) {
                clearMeanings.put(word, meaning);
            }
        });
        Map<String, List<String>> byMeaning = new HashMap<>();
        clearMeanings.forEach((word, meaning) ->
                byMeaning.computeIfAbsent(meaning, _ -> new ArrayList<>()).add(word));
        Map<String, List<String>> synonyms = new HashMap<>();
        clearMeanings.forEach((word, meaning) -> {
            List<String> others = byMeaning.get(meaning).stream()
                    .filter(other -> !other.equals(word) && startsWithVowel(other) == startsWithVowel(word))
                    .toList();
            if (word.length() >= SHORTEST_REPLACED && !others.isEmpty()) {
                synonyms.put(word, others);
            }
        });
        return Map.copyOf(synonyms);
    }

    private static Map<String, List<Sense>> senses() {
        Map<String, List<Sense>> senses = new HashMap<>();
        try (InputStream resource = WordNet.class.getResourceAsStream(SENSES)) {
            if (resource == null) {
                throw new IllegalStateException(
                        "class path resource %s is missing; rebuild the service".formatted(SENSES));
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.ISO_8859_1));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String word = line.substring(0, line.indexOf('%'));
                if (word.length() >= SHORTEST && word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
                    String[] columns = line.substring(word.length() + 1).split(" ");
                    String part = columns[0].startsWith("5") ? "3" : columns[0].substring(0, 1);
                    senses.computeIfAbsent(word, _ -> new ArrayList<>())
                            .add(new Sense(part + columns[1], Integer.parseInt(columns[3])));
                }
            }
            return senses;
        } catch (IOException e) {
            throw new UncheckedIOException("WordNet could not be read from the class path", e);
        }
    }

    private static String clearMeaning(List<Sense> senses) {
        int all = senses.stream().mapToInt(Sense::occurrences).sum();
        return senses.stream()
                .filter(sense -> all > 0 && sense.occurrences() >= CLEAR * all)
                .map(Sense::meaning)
                .findFirst()
                .orElse(null);
    }

    /** "a" before the word fits the synonym too. */
    private static boolean startsWithVowel(String word) {
        return "aeiou".indexOf(word.charAt(0)) >= 0;
    }
}
