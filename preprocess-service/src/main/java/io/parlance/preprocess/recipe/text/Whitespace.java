package io.parlance.preprocess.recipe.text;

import io.parlance.preprocess.recipe.operation.EveryTurn;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.Parameters;

/**
 * White space says one thing in one way: every Unicode space becomes a plain one, runs of spaces inside a line become
 * one, nothing stands at a line's end, and at most one line stays empty. Indentation and tabs stay, for code needs them.
 */
public final class Whitespace {
    public static final String NAME = "whitespace@1";

    private Whitespace() {}

    public static Operation of(Parameters none) {
        return new EveryTurn(NAME, Whitespace::clean);
    }

    private static final int MOST_LINE_BREAKS = 2;

    static String clean(String text) {
        return isPlain(text) ? text : rewritten(text);
    }

    /** Most texts: nothing but ASCII, single spaces and line breaks, at neither end. */
    private static boolean isPlain(String text) {
        int last = text.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = text.charAt(i);
            if (c > '~' || (c < ' ' && c != '\n')) {
                return false;
            }
            if (c == ' ' || c == '\n') {
                if (i == 0 || i == last) {
                    return false;
                }
                char next = text.charAt(i + 1);
                if (next == ' ' || next == '\n') {
                    return false;
                }
            }
        }
        return true;
    }

    private static String rewritten(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int lineBreaks = 0;
        for (String line : text.split("\n", -1)) {
            int before = out.length();
            for (int i = 0; i < lineBreaks && before > 0; i++) {
                out.append('\n');
            }
            if (appendLine(line, out)) {
                lineBreaks = 1;
            } else {
                out.setLength(before);
                lineBreaks = Math.min(lineBreaks + 1, MOST_LINE_BREAKS);
            }
        }
        return out.toString().strip();
    }

    /** Whether the line holds more than white space. */
    private static boolean appendLine(String line, StringBuilder out) {
        int end = line.length();
        while (end > 0 && isBlank(line.charAt(end - 1))) {
            end--;
        }
        boolean indentation = true;
        for (int i = 0; i < end; i++) {
            char c = line.charAt(i);
            boolean blank = isBlank(c);
            boolean repeated = blank && c != '\t' && !indentation && isBlank(line.charAt(i - 1));
            indentation &= blank;
            if (!repeated) {
                out.append(blank && c != '\t' ? ' ' : c);
            }
        }
        return end > 0;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || Character.getType(c) == Character.SPACE_SEPARATOR;
    }
}
