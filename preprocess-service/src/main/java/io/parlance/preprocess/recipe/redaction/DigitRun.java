package io.parlance.preprocess.recipe.redaction;

import java.util.Arrays;

/** The longest run of digits from a place on, with at most one blank or hyphen between two of them. */
final class DigitRun {
    private final StringBuilder digits = new StringBuilder();
    private int[] places = new int[32];
    private final int end;

    /** @param from index of a digit */
    DigitRun(String text, int from) {
        int i = from;
        while (i < text.length() && Character.isDigit(text.charAt(i))) {
            if (digits.length() == places.length) {
                places = Arrays.copyOf(places, 2 * places.length);
            }
            places[digits.length()] = i;
            digits.append((char) ('0' + Character.digit(text.charAt(i), 10)));
            i++;
            if (i + 1 < text.length() && isSeparator(text.charAt(i)) && Character.isDigit(text.charAt(i + 1))) {
                i++;
            }
        }
        end = i;
    }

    int size() {
        return digits.length();
    }

    /** Index in the text after the last digit. */
    int end() {
        return end;
    }

    /** Index in the text of a digit. */
    int place(int digit) {
        return places[digit];
    }

    /** As ASCII. */
    String digits(int from, int to) {
        return digits.substring(from, to);
    }

    boolean startsGroup(int digit) {
        return digit == 0 || places[digit] > places[digit - 1] + 1;
    }

    boolean endsGroup(int digit) {
        return digit == size() || startsGroup(digit);
    }

    /** Digits in the shortest group of a part. */
    int shortestGroup(int from, int to) {
        int shortest = to - from;
        int start = from;
        for (int i = from + 1; i <= to; i++) {
            if (i == to || startsGroup(i)) {
                shortest = Math.min(shortest, i - start);
                start = i;
            }
        }
        return shortest;
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == '-' || c == '\u00A0' || c == '\u202F' || c == '\u2011' || c == '\u2013';
    }
}
