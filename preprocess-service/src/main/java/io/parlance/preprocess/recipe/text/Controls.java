package io.parlance.preprocess.recipe.text;

import io.parlance.preprocess.recipe.operation.EveryTurn;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.Parameters;
import java.lang.Character.UnicodeScript;
import java.util.Set;

/**
 * Takes out what nobody sees: control characters but for line feed and tab, zero-width and bidirectional format
 * characters, noncharacters. Every kind of line break becomes a line feed first.
 *
 * <p>Two kinds of format character carry meaning and stay: the joiners between emoji or between letters of scripts
 * that spell with them (Arabic, Indic, ...), and Arabic's signs that enclose a number.
 */
public final class Controls {
    public static final String NAME = "controls@1";

    private Controls() {}

    public static Operation of(Parameters none) {
        return new EveryTurn(NAME, Controls::clean);
    }

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int EMOJI_PRESENTATION = 0xFE0F;
    private static final Set<UnicodeScript> SPELT_WITHOUT_JOINERS = Set.of(
            UnicodeScript.LATIN,
            UnicodeScript.GREEK,
            UnicodeScript.CYRILLIC,
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.COMMON);

    static String clean(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length());
        int before = -1;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            int after = next < text.length() ? text.codePointAt(next) : -1;
            if (isLineBreak(c)) {
                if (!(c == '\r' && after == '\n')) {
                    kept.append('\n');
                }
                before = '\n';
            } else if (isKept(c, before, after)) {
                kept.appendCodePoint(c);
                before = c;
            }
            i = next;
        }
        return kept.toString();
    }

    /** Most texts: only printable ASCII and line feeds, nothing to do. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > '~' || (c < ' ' && c != '\n' && c != '\t')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLineBreak(int c) {
        return switch (c) {
            case '\r', 0x0B, '\f', 0x85, 0x2028, 0x2029 -> true;
            default -> false;
        };
    }

    private static boolean isKept(int c, int before, int after) {
        if (c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER) {
            return joins(before) && joins(after);
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\n' || c == '\t';
            case Character.FORMAT -> isNumberSign(c);
            case Character.UNASSIGNED -> !isNoncharacter(c);
            default -> true;
        };
    }

    private static boolean joins(int c) {
        if (c < 0x80) {
            return false;
        }
        if (c == EMOJI_PRESENTATION || Character.isEmoji(c) || Character.isEmojiModifier(c)) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.OTHER_LETTER -> !SPELT_WITHOUT_JOINERS.contains(UnicodeScript.of(c));
            default -> false;
        };
    }

    // Unicode's Prepended_Concatenation_Mark, of general category Cf yet visible.
    private static boolean isNumberSign(int c) {
        return (c >= 0x600 && c <= 0x605)
                || c == 0x6DD
                || c == 0x70F
                || c == 0x890
                || c == 0x891
                || c == 0x8E2
                || c == 0x110BD
                || c == 0x110CD;
    }

    private static boolean isNoncharacter(int c) {
        return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
    }
}
