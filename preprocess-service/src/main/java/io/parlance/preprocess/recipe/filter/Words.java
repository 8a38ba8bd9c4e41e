package io.parlance.preprocess.recipe.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words for counting and comparing: longest runs of letters, digits and marks, in lower case. */
public final class Words {
    private Words() {}

    /** @param from index of its first character @param to index after its last */
    public record Word(String text, int from, int to) {}

    public static List<Word> of(String text) {
        List<Word> words = new ArrayList<>();
        int at = start(text, 0);
        while (at < text.length()) {
            int end = end(text, at);
            words.add(new Word(text.substring(at, end).toLowerCase(Locale.ROOT), at, end));
            at = start(text, end);
        }
        return words;
    }

    static int count(String text) {
        int count = 0;
        for (int at = start(text, 0); at < text.length(); at = start(text, end(text, at))) {
            count++;
        }
        return count;
    }

    private static int start(String text, int from) {
        int i = from;
        while (i < text.length() && !isPart(text.codePointAt(i))) {
            i += Character.charCount(text.codePointAt(i));
        }
        return i;
    }

    private static int end(String text, int from) {
        int i = from;
        while (i < text.length() && isPart(text.codePointAt(i))) {
            i += Character.charCount(text.codePointAt(i));
        }
        return i;
    }

    private static boolean isPart(int c) {
        return Character.isLetterOrDigit(c)
                || switch (Character.getType(c)) {
                    case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
                    default -> false;
                };
    }
}
