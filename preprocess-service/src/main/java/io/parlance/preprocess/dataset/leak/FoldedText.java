package io.parlance.preprocess.dataset.leak;

import java.text.Normalizer;
import java.util.Locale;

/** A text without what does not matter to most readers: case, white space, punctuation, ways of writing a character. */
final class FoldedText {
    private FoldedText() {}

    /** Letters, digits and their marks in lower case, one space between words; the text itself where nothing is left. */
    static String of(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(composed.length());
        composed.codePoints().forEach(character -> {
            if (isPartOfWord(character)) {
                folded.appendCodePoint(character);
            } else if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
                folded.append(' ');
            }
        });
        String words = folded.toString().strip();
        return words.isEmpty() ? text.strip() : words;
    }

    private static boolean isPartOfWord(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> Character.isLetterOrDigit(character);
        };
    }
}
