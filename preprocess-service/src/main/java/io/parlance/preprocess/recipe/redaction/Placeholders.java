package io.parlance.preprocess.recipe.redaction;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts placeholders for what was found into the texts of one conversation. */
final class Placeholders {
    private final Search search;
    private final boolean numbered;
    private final Map<Kind, Map<String, Integer>> numbers = new EnumMap<>(Kind.class);

    /** @param numbered whether the same thing gets the same number throughout, from 1 on in each kind */
    Placeholders(Search search, boolean numbered) {
        this.search = search;
        this.numbered = numbered;
    }

    /** The very same text when there is nothing personal in it. */
    String redacted(String text) {
        List<Match> matches = search.find(text);
        if (matches.isEmpty()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int copied = 0;
        for (Match match : matches) {
            out.append(text, copied, match.from()).append(placeholder(match));
            copied = match.to();
        }
        return out.append(text, copied, text.length()).toString();
    }

    /** For the name of a field: numbered from 2 on where another field has it already. */
    String redactedName(String name, Set<String> others) {
        String redacted = redacted(name);
        String free = redacted;
        for (int number = 2; !redacted.equals(name) && others.contains(free); number++) {
            free = redacted + " " + number;
        }
        return free;
    }

    private String placeholder(Match match) {
        if (!numbered) {
            return "[" + match.kind() + "]";
        }
        Map<String, Integer> known = numbers.computeIfAbsent(match.kind(), kind -> new HashMap<>());
        return "[%s_%d]".formatted(match.kind(), known.computeIfAbsent(match.identity(), id -> known.size() + 1));
    }
}
