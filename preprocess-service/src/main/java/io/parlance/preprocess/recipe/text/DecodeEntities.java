package io.parlance.preprocess.recipe.text;

import io.parlance.preprocess.recipe.operation.EveryTurn;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.Parameters;
import org.jsoup.parser.Parser;

/**
 * HTML's character references, named and numeric, decoded once: {@code &amp;lt;} becomes {@code &lt;}. Only those with
 * their semicolon count, so {@code ?a=1&copy=2} and {@code AT&T;} survive.
 */
public final class DecodeEntities {
    public static final String NAME = "decode-entities@1";

    private static final int LONGEST_REFERENCE = 34;
    private static final int MOST_DIGITS = 7;

    private DecodeEntities() {}

    public static Operation of(Parameters none) {
        return new EveryTurn(NAME, DecodeEntities::clean);
    }

    static String clean(String text) {
        int at = text.indexOf('&');
        if (at < 0) {
            return text;
        }
        StringBuilder decoded = new StringBuilder(text.length());
        int copied = 0;
        while (at >= 0) {
            int end = referenceEnd(text, at);
            if (end > 0) {
                decoded.append(text, copied, at).append(Parser.unescapeEntities(text.substring(at, end), false));
                copied = end;
            }
            at = text.indexOf('&', end > 0 ? end : at + 1);
        }
        return copied == 0 ? text : decoded.append(text, copied, text.length()).toString();
    }

    /** Index after the semicolon of the character reference that begins at {@code start}, or -1. */
    private static int referenceEnd(String text, int start) {
        int semicolon = text.indexOf(';', start, Math.min(text.length(), start + LONGEST_REFERENCE));
        if (semicolon < start + 2) {
            return -1;
        }
        String name = text.substring(start + 1, semicolon);
        boolean known = name.charAt(0) == '#' ? isNumeric(name) : isNamed(name);
        return known ? semicolon + 1 : -1;
    }

    private static boolean isNumeric(String name) {
        boolean hex = name.length() > 2 && (name.charAt(1) == 'x' || name.charAt(1) == 'X');
        String digits = name.substring(hex ? 2 : 1);
        int radix = hex ? 16 : 10;
        if (digits.isEmpty()
                || digits.length() > MOST_DIGITS
                || !digits.chars().allMatch(c -> c < 0x80 && Character.digit(c, radix) >= 0)) {
            return false;
        }
        int c = Integer.parseInt(digits, radix);
        return c > 0 && c <= Character.MAX_CODE_POINT && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
    }

    private static boolean isNamed(String name) {
        if (!name.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c))) {
            return false;
        }
        // A name that is not known comes back as it was, or with a known beginning decoded and the semicolon left.
        return name.equals("semi")
                || !Parser.unescapeEntities("&" + name + ";", false).endsWith(";");
    }
}
