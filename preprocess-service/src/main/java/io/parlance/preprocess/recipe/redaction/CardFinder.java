package io.parlance.preprocess.recipe.redaction;

import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;

/**
 * Numbers of payment cards: 13 to 19 digits, plain or in groups, that begin as cards do and whose check digit (Luhn) is
 * right. A run of digits that is part of a word, a UUID or a decimal fraction is none.
 */
final class CardFinder implements Finder {
    static final int LEAST_DIGITS = 13;

    private static final int MOST_DIGITS = 19;
    private static final int SHORTEST_GROUP = 2;

    @Override
    public void find(String text, Findings findings) {
        int i = 0;
        while (i < text.length()) {
            if (!Character.isDigit(text.charAt(i))) {
                i++;
                continue;
            }
            DigitRun run = new DigitRun(text, i);
            if (run.size() >= LEAST_DIGITS && standsAlone(text, i, run.end()) && !findings.isNoCard(i, run.end())) {
                find(run, findings);
            }
            i = run.end();
        }
    }

    private static void find(DigitRun run, Findings findings) {
        int first = 0;
        while (first + LEAST_DIGITS <= run.size()) {
            int last = run.startsGroup(first) ? cardEnd(run, first) : -1;
            if (last > 0) {
                findings.add(new Match(Kind.CARD, run.place(first), run.place(last - 1) + 1, run.digits(first, last)));
            }
            first = last > 0 ? last : first + 1;
        }
    }

    /** Index of the digit after the card that begins with this digit, or -1. */
    private static int cardEnd(DigitRun run, int first) {
        char leading = run.digits(first, first + 1).charAt(0);
        if (leading < '2' || leading > '6') {
            return -1;
        }
        for (int last = Math.min(run.size(), first + MOST_DIGITS); last - first >= LEAST_DIGITS; last--) {
            if (run.endsGroup(last)
                    && run.shortestGroup(first, last) >= SHORTEST_GROUP
                    && LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(run.digits(first, last))) {
                return last;
            }
        }
        return -1;
    }

    private static boolean standsAlone(String text, int from, int to) {
        boolean before = from > 0
                && (Character.isLetter(text.charAt(from - 1))
                        || from > 1 && text.charAt(from - 1) == '.' && Character.isDigit(text.charAt(from - 2)));
        boolean after = to < text.length() && Character.isLetter(text.charAt(to));
        return !before && !after;
    }
}
