package io.parlance.model.text;

import java.util.List;

/**
 * How a text is cut into the pieces within which merges happen: a list of cuts, each applied to the pieces that the one
 * before it left.
 */
record PreTokenizer(List<Cut> cuts) {
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

        Cut(String regex) {
            this.regex = regex;
        }

        /** As tokenizer.json writes it; {@link PieceScanner} does the same. */
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
        split(0, text, from, to, pieces);
    }

    private void split(int level, String text, int from, int to, PieceConsumer pieces) {
        if (level == cuts.size()) {
            if (from < to) {
                pieces.accept(from, to);
            }
            return;
        }
        int start = from;
        while (start < to) {
            int end = PieceScanner.end(cuts.get(level), text, start, to);
            split(level + 1, text, start, end, pieces);
            start = end;
        }
    }

    @FunctionalInterface
    interface PieceConsumer {
        void accept(int start, int end);
    }
}
