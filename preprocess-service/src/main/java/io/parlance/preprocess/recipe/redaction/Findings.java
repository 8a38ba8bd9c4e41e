package io.parlance.preprocess.recipe.redaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was found in one text, and which parts of it are known to be something harmless. */
final class Findings {
    private final List<Match> matches = new ArrayList<>();
    private final List<Span> noPhones = new ArrayList<>();
    private final List<Span> noCards = new ArrayList<>();

    private record Span(int from, int to) {}

    /** Takes a match, unless it overlaps one of a kind that comes first. Kinds must be added in their order. */
    void add(Match match) {
        for (Match earlier : matches) {
            if (earlier.overlaps(match.from(), match.to())) {
                return;
            }
        }
        matches.add(match);
    }

    /** These digits, of an address that stays or of a UUID, are no telephone number. */
    void noPhone(int from, int to) {
        noPhones.add(new Span(from, to));
    }

    /** These digits, of a UUID, are no card's. */
    void noCard(int from, int to) {
        noCards.add(new Span(from, to));
    }

    boolean isNoPhone(int from, int to) {
        return overlaps(noPhones, from, to);
    }

    boolean isNoCard(int from, int to) {
        return overlaps(noCards, from, to);
    }

    private static boolean overlaps(List<Span> spans, int from, int to) {
        return spans.stream().anyMatch(span -> span.from < to && from < span.to);
    }

    /** In the order of the text, none overlapping another. */
    List<Match> inOrder() {
        matches.sort(Comparator.comparingInt(Match::from));
        return matches;
    }
}
