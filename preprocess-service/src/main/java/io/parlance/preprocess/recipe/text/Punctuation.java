package io.parlance.preprocess.recipe.text;

import io.parlance.preprocess.recipe.operation.EveryTurn;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.Parameters;

/**
 * One way of writing punctuation, each kind by itself: typographic quotes, dashes and the ellipsis as ASCII, and a mark
 * that is repeated ({@code !!!!!!}) only so often. As it comes, nothing is changed.
 */
public final class Punctuation {
    public static final String NAME = "punctuation@1";

    private static final String KEEP = "keep";
    private static final String ASCII = "ascii";

    // Marks that end or divide a sentence; others, such as - # = *, are repeated in Markdown and code on purpose.
    private static final String REPEATABLE = "!?.,;:…！？。，、；：¡¿";

    private final boolean quotes;
    private final boolean dashes;
    private final boolean ellipsis;
    private final int mostRepeats;

    private Punctuation(Parameters parameters) {
        quotes = parameters.choice("quotes", KEEP, KEEP, ASCII).equals(ASCII);
        dashes = parameters.choice("dashes", KEEP, KEEP, ASCII).equals(ASCII);
        ellipsis = parameters.choice("ellipsis", KEEP, KEEP, ASCII).equals(ASCII);
        mostRepeats = parameters.whole("most-repeats", 0, 0, 100);
    }

    public static Operation of(Parameters parameters) {
        return new EveryTurn(NAME, new Punctuation(parameters)::clean);
    }

    String clean(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        int run = 0;
        char before = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            run = c == before ? run + 1 : 1;
            before = c;
            if (mostRepeats > 0 && run > mostRepeats && REPEATABLE.indexOf(c) >= 0) {
                continue;
            }
            append(c, out);
        }
        return out.toString();
    }

    private void append(char c, StringBuilder out) {
        if (c < 0x80) {
            out.append(c);
        } else if (ellipsis && c == '…') {
            out.append("...");
        } else if (quotes && "\u2018\u2019\u201A\u201B\u2032".indexOf(c) >= 0) {
            out.append('\'');
        } else if (quotes && "\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB".indexOf(c) >= 0) {
            out.append('"');
        } else if (dashes && "\u2010\u2011\u2012\u2013\u2014\u2015\u2212".indexOf(c) >= 0) {
            out.append('-');
        } else {
            out.append(c);
        }
    }
}
