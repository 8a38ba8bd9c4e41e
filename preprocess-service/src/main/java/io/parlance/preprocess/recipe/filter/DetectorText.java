package io.parlance.preprocess.recipe.filter;

import java.util.Locale;
import opennlp.tools.util.normalizer.AggregateCharSequenceNormalizer;
import opennlp.tools.util.normalizer.CharSequenceNormalizer;
import opennlp.tools.util.normalizer.EmojiCharSequenceNormalizer;
import opennlp.tools.util.normalizer.NumberCharSequenceNormalizer;
import opennlp.tools.util.normalizer.ShrinkCharSequenceNormalizer;
import opennlp.tools.util.normalizer.TwitterCharSequenceNormalizer;
import opennlp.tools.util.normalizer.UrlCharSequenceNormalizer;

/**
 * Texts as the language model was trained with them: without emoji, addresses, smileys, laughter and numbers, blanks in
 * a row as one, of a character in a row no more than two, in lower case.
 *
 * <p>What does so is the library's, ten regular expressions; few texts have anything for them, which is seen by one look
 * at each character. The look may err in one way only: taking a text for one that has.
 */
final class DetectorText {
    // Those of the model, in its order.
    private static final CharSequenceNormalizer ALL = new AggregateCharSequenceNormalizer(
            EmojiCharSequenceNormalizer.getInstance(),
            UrlCharSequenceNormalizer.getInstance(),
            TwitterCharSequenceNormalizer.getInstance(),
            NumberCharSequenceNormalizer.getInstance(),
            ShrinkCharSequenceNormalizer.getInstance());

    private DetectorText() {}

    static String of(String text) {
        return normal(text).toLowerCase(Locale.ROOT);
    }

    private static String normal(String original) {
        String text = withoutHighCharacters(original);
        if (hasWhatIsTakenOut(text)) {
            return ALL.normalize(text).toString();
        }
        String spaced = withoutNumbersAndBlanksInARow(text);
        return hasThreeInARow(spaced)
                ? ShrinkCharSequenceNormalizer.getInstance().normalize(spaced).toString()
                : spaced.trim();
    }

    /** What the library takes for emoji: surrogates, which are left to it, all of the basic plane above, and the hyphen. */
    private static String withoutHighCharacters(String text) {
        StringBuilder made = null;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text;
            }
            boolean high = isHigh(text.charAt(i));
            if (high && made == null) {
                made = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (made != null && !(high && i > 0 && isHigh(text.charAt(i - 1)))) {
                made.append(high ? ' ' : text.charAt(i));
            }
        }
        return made == null ? text : made.toString();
    }

    private static boolean isHigh(char c) {
        return c == '-' || c > Character.MAX_SURROGATE;
    }

    /** Surrogates, addresses of pages and of mail, mentions, smileys, laughter. */
    private static boolean hasWhatIsTakenOut(String text) {
        for (int i = 0; i < text.length(); i++) {
            boolean found =
                    switch (text.charAt(i)) {
                        case '@', '#' -> true;
                        case ':', ';', 'x', 'X' -> isSmiley(text, i);
                        case '/' -> at(text, i + 1) == '/';
                        case 'r', 'R' -> isRepost(text, i);
                        case 'h', 'H', 'j', 'J' -> isLaughter(text, i);
                        default -> Character.isSurrogate(text.charAt(i));
                    };
            if (found) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSmiley(String text, int eyes) {
        int mouth = at(text, eyes + 1) == '-' ? eyes + 2 : eyes + 1;
        return "()dop".indexOf(at(text, mouth)) >= 0;
    }

    private static boolean isRepost(String text, int r) {
        char end = at(text, r + 2);
        char before = at(text, r - 1);
        boolean inWord = before >= 'a' && before <= 'z' || before >= '0' && before <= '9' || before == '_';
        return at(text, r + 1) == 't' && (end == ' ' || end == ':') && !inWord;
    }

    private static boolean isLaughter(String text, int h) {
        int end = h + 1;
        while ("aieou".indexOf(at(text, end)) >= 0) {
            end++;
        }
        return end > h + 1 && (at(text, end) == 'h' || at(text, end) == 'j');
    }

    /** In lower case as far as ASCII goes; beyond the text a character that stands for nothing. */
    private static char at(String text, int index) {
        if (index < 0 || index >= text.length()) {
            return '\n';
        }
        char c = text.charAt(index);
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }

    private static String withoutNumbersAndBlanksInARow(String text) {
        StringBuilder made = null;
        int done = 0;
        int i = 0;
        while (i < text.length()) {
            int end = i;
            boolean number = false;
            while (end < text.length() && (isBlank(text.charAt(end)) || isDigit(text.charAt(end)))) {
                number |= isDigit(text.charAt(end++));
            }
            if (number || end - i > 1) {
                made = made == null ? new StringBuilder(text.length()) : made;
                made.append(text, done, i).append(' ');
                done = end;
            }
            i = Math.max(end, i + 1);
        }
        return made == null ? text : made.append(text, done, text.length()).toString();
    }

    private static boolean hasThreeInARow(String text) {
        for (int i = 2; i < text.length(); i++) {
            if (at(text, i) == at(text, i - 1) && at(text, i) == at(text, i - 2)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** As regular expressions see it without further words. */
    private static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
