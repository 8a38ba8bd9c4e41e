package io.parlance.preprocess.augmentation;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parts of a text that an embedding hardly notices and an answer depends on: numbers, addresses, placeholders of
 * what was redacted, and whether something is denied (English).
 */
public final class Facts {
    /** Addresses, placeholders such as {@code [EMAIL]} or {@code <PHONE>}, and words with a digit in them. */
    private static final Pattern TOKENS = Pattern.compile(
            "https?://\\S+|[\\w.+-]+@[\\w-]+\\.[\\w.-]+|\\[[A-Z][A-Z0-9_-]*]|<[A-Z][A-Z0-9_-]*>|\\{\\{?[\\w.-]+}?}|[\\p{L}\\p{Nd}]*\\p{Nd}[\\p{L}\\p{Nd}]*");

    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{Nd}]+(?:['’]\\p{L}+)?");
    private static final Set<String> DENYING =
            Set.of("no", "not", "never", "none", "nothing", "nobody", "without", "cannot", "neither", "nor");

    private final TreeMap<String, Long> tokens;
    private final boolean denies;

    private Facts(TreeMap<String, Long> tokens, boolean denies) {
        this.tokens = tokens;
        this.denies = denies;
    }

    static Facts in(String text) {
        TreeMap<String, Long> tokens = TOKENS.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(t -> t.replaceAll("[.,;:!?)]+$", "").toLowerCase(Locale.ROOT))
                .collect(Collectors.groupingBy(t -> t, TreeMap::new, Collectors.counting()));
        boolean denies = WORDS.matcher(text).results().anyMatch(w -> denies(w.group()));
        return new Facts(tokens, denies);
    }

    /** Parts of the text that a method must hand through untouched, as [from, to) in it. */
    public static List<MatchResult> places(String text) {
        return TOKENS.matcher(text).results().toList();
    }

    /** Whether a word may be neither dropped nor replaced. */
    public static boolean matters(String word) {
        return TOKENS.matcher(word).find() || WORDS.matcher(word).results().anyMatch(w -> denies(w.group()));
    }

    private static boolean denies(String word) {
        String lower = word.toLowerCase(Locale.ROOT).replace('’', '\'');
        return DENYING.contains(lower) || lower.endsWith("n't");
    }

    /** What differs, for people; empty when nothing does. */
    String difference(Facts after) {
        if (!tokens.equals(after.tokens)) {
            TreeMap<String, Long> lost = without(tokens, after.tokens);
            TreeMap<String, Long> added = without(after.tokens, tokens);
            return lost.isEmpty()
                    ? "it adds " + String.join(", ", added.keySet())
                    : "it loses " + String.join(", ", lost.keySet());
        }
        if (denies != after.denies) {
            return denies ? "it no longer denies" : "it denies what was not denied";
        }
        return "";
    }

    private static TreeMap<String, Long> without(TreeMap<String, Long> one, TreeMap<String, Long> other) {
        TreeMap<String, Long> rest = new TreeMap<>(one);
        rest.entrySet().removeIf(e -> e.getValue() <= other.getOrDefault(e.getKey(), 0L));
        return rest;
    }
}
