package io.parlance.preprocess.dataset.manifest;

import io.parlance.preprocess.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Words that name groups of people, out of {@code representation/lexicon-1.txt}; each word belongs to one group. */
final class Lexicon {
    static final String NAME = "parlance-representation-1";
    private static final String RESOURCE = "/representation/lexicon-1.txt";

    private final List<Group> groups = new ArrayList<>();
    private final Map<String, Integer> groupOfWord = new HashMap<>();
    private final String sha256;

    /** Such as theme gender, group feminine. */
    record Group(String theme, String name) {}

    private Lexicon(byte[] text) {
        sha256 = Sha256.of(text).hex();
        new String(text, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(this::addGroup);
    }

    static Lexicon standard() {
        try (InputStream in = Lexicon.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the build");
            }
            return new Lexicon(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }

    private void addGroup(String line) {
        int dot = line.indexOf('.');
        int colon = line.indexOf(':');
        groups.add(new Group(line.substring(0, dot), line.substring(dot + 1, colon)));
        for (String word : line.substring(colon + 1).strip().split(" ")) {
            if (groupOfWord.put(word, groups.size() - 1) != null) {
                throw new IllegalStateException("%s: '%s' stands in two groups".formatted(RESOURCE, word));
            }
        }
    }

    List<Group> groups() {
        return groups;
    }

    /** Index of the word's group, or -1. @param word in lower case */
    int groupOf(String word) {
        return groupOfWord.getOrDefault(word, -1);
    }

    String sha256() {
        return sha256;
    }
}
