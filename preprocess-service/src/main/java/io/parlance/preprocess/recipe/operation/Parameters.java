package io.parlance.preprocess.recipe.operation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The parameters that one operation was given. What is read is remembered with its value, given or default, and makes
 * the operation's part of the recipe's digest; what is given and never read is unknown.
 */
public final class Parameters {
    private final String operation;
    private final int line;
    private final Map<String, Given> given;
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

    /** @param operation as written, for messages @param line where it stands */
    public Parameters(String operation, int line, Map<String, Given> given) {
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
        String value = single(name);
        double number = otherwise;
        if (value != null) {
            try {
                number = Double.parseDouble(value);
            } catch (NumberFormatException e) {
                number = -1;
            }
            if (!(number >= 0 && number <= 1)) {
                throw refused(name, "is '%s', expected a number from 0 to 1".formatted(value));
            }
        }
        effective(name, BigDecimal.valueOf(number + 0.0).stripTrailingZeros().toPlainString());
        return number;
    }

    /** A text, or null when it is not given. */
    public String text(String name) {
        String value = single(name);
        effective(name, value == null ? "" : value);
        return value;
    }

    /** A list, in its order; empty when it is not given. One plain value is a list of one. */
    public List<String> list(String name, List<String> otherwise) {
        Given value = given.get(name);
        List<String> texts = value == null ? otherwise : value.texts();
        effective(name, texts.stream().map(t -> t.length() + ":" + t).collect(Collectors.joining(",", "[", "]")));
        return texts;
    }

    /** Adds to the digest what stands behind a parameter, such as the content of the file that it names. */
    public void standsFor(String name, String digest) {
        effective(name + "-digest", digest);
    }

    /** Tells that a value was read and cannot be meant. */
    public RecipeRefused refused(String name, String problem) {
        Given value = given.get(name);
        return new RecipeRefused(value == null ? line : value.line(), "%s: %s %s".formatted(operation, name, problem));
    }

    /** To be called after the last was read. @throws RecipeRefused when one was given that nobody asked for */
    public void refuseOthers() {
        List<String> unknown = new ArrayList<>(new TreeSet<>(given.keySet()));
        unknown.removeAll(effective.keySet());
        if (!unknown.isEmpty()) {
            String first = unknown.getFirst();
            String known = effective.isEmpty()
                    ? "it takes none"
                    : "it takes "
                            + effective.keySet().stream()
                                    .filter(name -> !name.endsWith("-digest"))
                                    .collect(Collectors.joining(", "));
            throw new RecipeRefused(
                    given.get(first).line(), "%s: unknown parameter '%s'; %s".formatted(operation, first, known));
        }
    }

    /** All parameters with the values in force, in the order of their names. */
    public SortedMap<String, String> inForce() {
        return java.util.Collections.unmodifiableSortedMap(effective);
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
