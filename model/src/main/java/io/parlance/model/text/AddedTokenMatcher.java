package io.parlance.model.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds added tokens in a text: leftmost first, at each place the longest. */
final class AddedTokenMatcher {
    private static final int ASCII = 128;

    private final Map<Character, List<AddedToken>> longestFirstByFirstUnit;
    private final boolean[] beginsOne = new boolean[ASCII];
    private final boolean otherBegins;

    AddedTokenMatcher(List<AddedToken> tokens) {
        Map<Character, List<AddedToken>> byFirst = new HashMap<>();
        tokens.stream()
                .sorted(Comparator.comparingInt((AddedToken t) -> -t.content().length()))
                .forEach(t -> byFirst.computeIfAbsent(t.content().charAt(0), c -> new ArrayList<>())
                        .add(t));
        this.longestFirstByFirstUnit = Map.copyOf(byFirst);
        byFirst.keySet().stream().filter(first -> first < ASCII).forEach(first -> beginsOne[first] = true);
        this.otherBegins = byFirst.keySet().stream().anyMatch(first -> first >= ASCII);
    }

    /** Tokens in the text, ascending, not overlapping; blanks that they swallow belong to them. */
    List<Match> find(String text) {
        if (longestFirstByFirstUnit.isEmpty()) {
            return List.of();
        }
        List<Match> matches = new ArrayList<>();
        int taken = 0;
        int i = 0;
        while (i < text.length()) {
            AddedToken token = tokenAt(text, i);
            if (token == null) {
                i++;
                continue;
            }
            int start = token.stripsLeft() ? Math.max(taken, startOfBlanksBefore(text, i)) : i;
            int end = i + token.content().length();
            i = end;
            if (token.stripsRight()) {
                end = endOfBlanksAfter(text, end);
            }
            if (start >= taken) {
                matches.add(new Match(start, end, token));
                taken = end;
            }
        }
        return matches;
    }

    private AddedToken tokenAt(String text, int index) {
        char first = text.charAt(index);
        if (first < ASCII ? !beginsOne[first] : !otherBegins) {
            return null;
        }
        List<AddedToken> candidates = longestFirstByFirstUnit.get(first);
        if (candidates != null) {
            for (AddedToken token : candidates) {
                if (text.startsWith(token.content(), index)) {
                    return token;
                }
            }
        }
        return null;
    }

    private static int startOfBlanksBefore(String text, int index) {
        int start = index;
        while (start > 0 && PreTokenizer.isBlank(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static int endOfBlanksAfter(String text, int index) {
        int end = index;
        while (end < text.length() && PreTokenizer.isBlank(text.charAt(end))) {
            end++;
        }
        return end;
    }

    record Match(int start, int end, AddedToken token) {}
}
