package io.parlance.preprocess.recipe.redaction;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** What was found in one text, and which parts of it are known to be something harmless. */
final class Findings {
    private final List<Match> matches = new ArrayList<>();
    private final BitSet taken = new BitSet(); // characters, by index, as the others
    private final BitSet noPhones = new BitSet();
    private final BitSet noCards = new BitSet();

    /** Takes a match, unless it overlaps one of a kind that comes first. Kinds must be added in their order. */
    void add(Match match) {
        if (!overlaps(taken, match.from(), match.to())) {
            matches.add(match);
            taken.set(match.from(), match.to());
        }
    }

    /** The text with what was found covered, at its length, by a sign that no number goes on after. */
    String covering(String text) {
        if (taken.isEmpty()) {
            return text;
        }
        StringBuilder covered = new StringBuilder(text);
        taken.stream().forEach(i -> covered.setCharAt(i, '|'));
        return covered.toString();
    }

    /** These digits, of an address that stays or of a UUID, are no telephone number. */
    void noPhone(int from, int to) {
        noPhones.set(from, to);
    }

    /** These digits, of a UUID, are no card's. */
    void noCard(int from, int to) {
        noCards.set(from, to);
    }

    boolean isNoPhone(int from, int to) {
        return overlaps(noPhones, from, to);
    }

    boolean isNoCard(int from, int to) {
        return overlaps(noCards, from, to);
    }

    /** In the order of the text, none overlapping another. */
    List<Match> inOrder() {
        matches.sort(Comparator.comparingInt(Match::from));
        return matches;
    }

    private static boolean overlaps(BitSet marked, int from, int to) {
        int next = marked.nextSetBit(from);
        return next >= 0 && next < to;
    }
}
