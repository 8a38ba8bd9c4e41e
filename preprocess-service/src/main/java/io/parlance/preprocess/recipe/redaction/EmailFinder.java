package io.parlance.preprocess.recipe.redaction;

import java.util.Locale;

/** E-mail addresses: from each at sign outwards, so that no text makes it slow. */
final class EmailFinder implements Finder {
    private static final int LEAST_TOP_LEVEL = 2;

    @Override
    public void find(String text, Findings findings) {
        for (int at = nextAt(text, 0); at >= 0; at = nextAt(text, at + 1)) {
            int from = at;
            while (from > 0 && isLocal(text.charAt(from - 1))) {
                from--;
            }
            while (from < at && ".-'".indexOf(text.charAt(from)) >= 0) {
                from++;
            }
            int to = at + 1;
            while (to < text.length() && isDomain(text.charAt(to))) {
                to++;
            }
            to = domainEnd(text, at + 1, to);
            if (from < at && to > 0) {
                findings.add(
                        new Match(Kind.EMAIL, from, to, text.substring(from, to).toLowerCase(Locale.ROOT)));
            }
        }
    }

    /** Index after the longest beginning that ends in a top-level domain, or -1. */
    private static int domainEnd(String text, int from, int most) {
        int to = most;
        while (to > from) {
            int dot = to - 1;
            while (dot > from && text.charAt(dot) != '.') {
                dot--;
            }
            if (dot == from) {
                return -1;
            }
            if (isTopLevel(text, dot + 1, to) && text.charAt(dot - 1) != '.') {
                return to;
            }
            to = dot;
        }
        return -1;
    }

    private static boolean isTopLevel(String text, int from, int to) {
        if (to - from < LEAST_TOP_LEVEL) {
            return false;
        }
        boolean encoded = text.regionMatches(true, from, "xn--", 0, 4);
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!Character.isLetter(c) && !(encoded && (c == '-' || Character.isDigit(c)))) {
                return false;
            }
        }
        return true;
    }

    private static int nextAt(String text, int from) {
        int ascii = text.indexOf('@', from);
        int wide = text.indexOf('\uFF20', from);
        return ascii < 0 ? wide : wide < 0 ? ascii : Math.min(ascii, wide);
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || "._%+-'".indexOf(c) >= 0;
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-';
    }
}
