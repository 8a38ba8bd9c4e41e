package io.parlance.preprocess.recipe.operation;

import io.parlance.preprocess.Sha256;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The parameters that one operation was given. What is read is remembered with its value, given or default, and makes
 * the operation's part of the recipe's digest; what is given and never read is unknown.
 */
public final class Parameters {
    private static final String DIGEST = "-sha256";

    private final String operation;
    private final int line;
    private final Map<String, Given> given;
    private final RecipeFolder folder;
    private final SortedMap<String, String> effective = new TreeMap<>();

    /**
     * A value as it was written.
     *
     * @param texts one for a plain value, any number for a list
     * @param line 1-based
     */
    public record Given(List<String> texts, boolean isList, int line) {
        public Given {
            texts = List.copyOf(texts);
        }
    }

    /** @param operation as written, for messages @param line where it stands @param folder of the recipe's files */
    public Parameters(String operation, int line, Map<String, Given> given, RecipeFolder folder) {
        this.folder = folder;
        this.operation = operation;
        this.line = line;
        this.given = Map.copyOf(given);
    }

    public boolean flag(String name, boolean otherwise) {
        return choice(name, Boolean.toString(otherwise), "true", "false").equals("true");
    }

    /** One of a few words. */
    public String choice(String name, String otherwise, String... allowed) {
        String value = single(name);
        if (value == null) {
            return effective(name, otherwise);
        }
        if (!List.of(allowed).contains(value)) {
            throw refused(name, "is '%s', expected %s".formatted(value, String.join(" or ", allowed)));
        }
        return effective(name, value);
    }

    public int whole(String name, int otherwise, int least, int most) {
        String value = single(name);
        if (value == null) {
            effective(name, Integer.toString(otherwise));
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                effective(name, Integer.toString(number));
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw refused(name, "is '%s', expected a whole number from %d to %d".formatted(value, least, most));
    }

    /** A share or a similarity, 0 to 1. */
    public double share(String name, double otherwise) {
        return number(name, otherwise, 0, 1);
    }

    public double number(String name, double otherwise, int least, int most) {
        String value = single(name);
        double number = otherwise;
        if (value != null) {
            try {
                number = Double.parseDouble(value);
            } catch (NumberFormatException e) {
                number = Double.NaN;
            }
            if (!(number >= least && number <= most)) {
                throw refused(name, "is '%s', expected a number from %d to %d".formatted(value, least, most));
            }
        }
        effective(name, BigDecimal.valueOf(number + 0.0).stripTrailingZeros().toPlainString());
        return number;
    }

    /** Any text that is not blank. */
    public String word(String name, String otherwise) {
        String value = single(name);
        if (value != null && value.isBlank()) {
            throw refused(name, "is blank, expected a text");
        }
        return effective(name, value == null ? otherwise : value);
    }

    /** The content of the files, or folders of files, that a list names; their digests become part of the recipe's. */
    public List<RecipeFolder.Content> files(String name) {
        List<RecipeFolder.Content> contents = new ArrayList<>();
        for (String path : list(name, List.of())) {
            try {
                contents.addAll(folder.read(path));
            } catch (RecipeFolder.Unreadable e) {
                throw refused(name, e.getMessage());
            }
        }
        if (!contents.isEmpty()) {
            effective(
                    name + DIGEST,
                    Sha256.of(contents.stream()
                                    .map(RecipeFolder.Content::sha256)
                                    .toList())
                            .hex());
        }
        return contents;
    }

    /** A list, in its order; empty when it is not given. One plain value is a list of one. */
    public List<String> list(String name, List<String> otherwise) {
        Given value = given.get(name);
        List<String> texts = value == null ? otherwise : value.texts();
        effective(
                name,
                texts.stream()
                        .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .collect(Collectors.joining(", ", "[", "]")));
        return texts;
    }

    /** Tells that a value was read and cannot be meant. */
    public RecipeRefused refused(String name, String problem) {
        Given value = given.get(name);
        return new RecipeRefused(value == null ? line : value.line(), "%s: %s %s".formatted(operation, name, problem));
    }

    /** To be called after the last was read. @throws RecipeRefused when one was given that nobody asked for */
    public void refuseOthers() {
        Set<String> known = new TreeSet<>(effective.keySet());
        known.removeIf(name -> name.endsWith(DIGEST));
        Set<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(known);
        for (String name : unknown) {
            throw new RecipeRefused(
                    given.get(name).line(),
                    "%s: unknown parameter '%s'; it takes %s"
                            .formatted(operation, name, known.isEmpty() ? "none" : String.join(", ", known)));
        }
    }

    /** All parameters with the values in force, in the order of their names. */
    public SortedMap<String, String> inForce() {
        return Collections.unmodifiableSortedMap(effective);
    }

    private String single(String name) {
        Given value = given.get(name);
        if (value == null) {
            return null;
        }
        if (value.isList()) {
            throw refused(name, "is a list, expected one value");
        }
        return value.texts().getFirst();
    }

    private String effective(String name, String value) {
        effective.put(name, value);
        return value;
    }
}
