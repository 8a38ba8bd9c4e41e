package io.parlance.model.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a text is cut into the pieces within which merges happen: a list of cuts, each applied to the pieces that the one
 * before it left.
 */
record PreTokenizer(List<Cut> cuts) {
    private static final int UNICODE = Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE;

    PreTokenizer {
        cuts = List.copyOf(cuts);
    }

    /**
     * The cuts this build knows. Each regular expression covers every text without a gap, so whether matches are
     * isolated or everything else is removed makes no difference.
     */
    enum Cut {
        EACH_DIGIT("\\p{N}"),
        DIGIT_RUNS("\\p{N}+"),
        GPT2("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"),
        LLAMA3(
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
        QWEN2(
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");

        private final String regex;
        private final Pattern pattern;

        Cut(String regex) {
            this.regex = regex;
            this.pattern = Pattern.compile(regex, UNICODE);
        }

        /** As tokenizer.json writes it. */
        String regex() {
            return regex;
        }
    }

    /** White_Space of the Unicode standard; all of it lies in the basic plane. */
    static boolean isBlank(char c) {
        return c >= '\t' && c <= '\r'
                || c == ' '
                || c == 0x85
                || c == 0xA0
                || c == 0x1680
                || c >= 0x2000 && c <= 0x200A
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }

    /** Hands over the pieces of {@code text} between {@code from} and {@code to}, in order, without a gap. */
    void split(String text, int from, int to, PieceConsumer pieces) {
        if (from < to) {
            split(0, matchers(text), text, from, to, pieces);
        }
    }

    private List<Matcher> matchers(String text) {
        List<Matcher> matchers = new ArrayList<>(cuts.size());
        for (Cut cut : cuts) {
            matchers.add(cut.pattern.matcher(text));
        }
        return matchers;
    }

    private static void split(int level, List<Matcher> matchers, String text, int from, int to, PieceConsumer pieces) {
        if (level == matchers.size()) {
            pieces.accept(from, to);
            return;
        }
        // The region's bounds are opaque: a look-ahead does not see beyond the piece.
        Matcher matcher = matchers.get(level).region(from, to);
        int done = from;
        while (matcher.find()) {
            int start = matcher.start();
            int end = matcher.end();
            if (start > done) {
                split(level + 1, matchers, text, done, start, pieces);
            }
            split(level + 1, matchers, text, start, end, pieces);
            done = end;
        }
        if (done < to) {
            split(level + 1, matchers, text, done, to, pieces);
        }
    }

    @FunctionalInterface
    interface PieceConsumer {
        void accept(int start, int end);
    }
}
