package io.parlance.model.text;

import io.parlance.model.text.PreTokenizer.Cut;

/**
 * Does what the regular expressions of {@link Cut} say, several times as fast. Blank, letter and number are Unicode's:
 * White_Space, L and N.
 */
final class PieceScanner {
    private static final byte BLANK = 1;
    private static final byte LETTER = 2;
    private static final byte NUMBER = 3;
    private static final byte OTHER = 4;

    private static final byte[] OF_ASCII = new byte[128];

    static {
        for (int c = 0; c < OF_ASCII.length; c++) {
            OF_ASCII[c] = computed(c);
        }
    }

    private PieceScanner() {}

    /** Where the piece ends that begins at {@code from}; beyond {@code from}, at most {@code to}. Nothing behind that is looked at. */
    static int end(Cut cut, String text, int from, int to) {
        return switch (cut) {
            case EACH_DIGIT -> digits(text, from, to, 1);
            case DIGIT_RUNS -> digits(text, from, to, Integer.MAX_VALUE);
            case GPT2 -> gpt2(text, from, to);
            case LLAMA3 -> llama3(text, from, to, 3);
            case QWEN2 -> llama3(text, from, to, 1);
        };
    }

    private static int digits(String text, int from, int to, int most) {
        return kind(text, from) == NUMBER ? run(text, from, to, NUMBER, most) : runOfAllBut(text, from, to, NUMBER);
    }

    private static int gpt2(String text, int from, int to) {
        int contraction = contraction(text, from, to, false);
        if (contraction > from) {
            return contraction;
        }
        int start = text.charAt(from) == ' ' && from + 1 < to ? from + 1 : from;
        byte kind = kind(text, start);
        return kind == BLANK ? blanks(text, from, to) : run(text, start, to, kind, Integer.MAX_VALUE);
    }

    /** Qwen 2's differs in how many digits are together only. */
    private static int llama3(String text, int from, int to, int digits) {
        int contraction = contraction(text, from, to, true);
        if (contraction > from) {
            return contraction;
        }
        int first = text.codePointAt(from);
        byte kind = kind(first);
        if (kind == LETTER) {
            return run(text, from, to, LETTER, Integer.MAX_VALUE);
        }
        if (kind == NUMBER) {
            return run(text, from, to, NUMBER, digits);
        }
        int next = from + Character.charCount(first);
        if (next < to && !isLineEnd(first) && kind(text, next) == LETTER) {
            return run(text, next, to, LETTER, Integer.MAX_VALUE);
        }
        int start = first == ' ' && next < to ? next : from;
        if (kind(text, start) == OTHER) {
            int end = run(text, start, to, OTHER, Integer.MAX_VALUE);
            while (end < to && isLineEnd(text.charAt(end))) {
                end++;
            }
            return end;
        }
        int end = run(text, from, to, BLANK, Integer.MAX_VALUE);
        int lineEnd = end;
        while (lineEnd > from && !isLineEnd(text.charAt(lineEnd - 1))) {
            lineEnd--;
        }
        return lineEnd > from ? lineEnd : blanks(text, from, to);
    }

    /** All blanks, but for the last one when something follows: that belongs to it. */
    private static int blanks(String text, int from, int to) {
        int end = run(text, from, to, BLANK, Integer.MAX_VALUE);
        return end == to || end == from + 1 ? end : end - 1;
    }

    /** @return {@code from} when there is none */
    private static int contraction(String text, int from, int to, boolean anyCase) {
        if (text.charAt(from) != '\'' || from + 1 == to) {
            return from;
        }
        char first = folded(text.charAt(from + 1), anyCase);
        if (first == 's' || first == 't' || first == 'm' || first == 'd') {
            return from + 2;
        }
        char second = from + 2 == to ? 0 : folded(text.charAt(from + 2), anyCase);
        boolean two = second == 'e' && (first == 'r' || first == 'v') || second == 'l' && first == 'l';
        return two ? from + 3 : from;
    }

    private static char folded(char c, boolean anyCase) {
        if (!anyCase) {
            return c;
        }
        // The long s is an s to Unicode; no other character folds to one of these letters.
        return c == '\u017F' ? 's' : c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }

    private static int run(String text, int from, int to, byte kind, int most) {
        int end = from;
        for (int count = 0; end < to && count < most; count++) {
            int c = text.codePointAt(end);
            if (kind(c) != kind) {
                break;
            }
            end += Character.charCount(c);
        }
        return end;
    }

    private static int runOfAllBut(String text, int from, int to, byte kind) {
        int end = from;
        while (end < to) {
            int c = text.codePointAt(end);
            if (kind(c) == kind) {
                break;
            }
            end += Character.charCount(c);
        }
        return end;
    }

    private static byte kind(String text, int index) {
        return kind(text.codePointAt(index));
    }

    private static byte kind(int c) {
        return c < OF_ASCII.length ? OF_ASCII[c] : computed(c);
    }

    private static byte computed(int c) {
        if (Character.isLetter(c)) {
            return LETTER;
        }
        return switch (Character.getType(c)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> NUMBER;
            default -> c <= Character.MAX_VALUE && PreTokenizer.isBlank((char) c) ? BLANK : OTHER;
        };
    }

    private static boolean isLineEnd(int c) {
        return c == '\r' || c == '\n';
    }
}
