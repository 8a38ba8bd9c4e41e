package io.parlance.model.text;

import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text and where each of its characters came from in the text it was made of.
 *
 * @param origins per UTF-16 unit its index in the original; null when nothing was changed
 */
record NormalizedText(String text, int[] origins) {
    private static final Pattern GRAPHEME_CLUSTER = Pattern.compile("\\X");

    static NormalizedText unchanged(String text) {
        return new NormalizedText(text, null);
    }

    /** Unicode normalisation form C. No composition reaches across a grapheme cluster's edge, so each is done alone. */
    static NormalizedText nfc(String text) {
        if (Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            return unchanged(text);
        }
        StringBuilder normalized = new StringBuilder(text.length());
        int[] origins = new int[text.length() * 3]; // NFC at most triples UTF-16 (Unicode FAQ on normalisation)
        Matcher clusters = GRAPHEME_CLUSTER.matcher(text);
        while (clusters.find()) {
            String before = clusters.group();
            String after = Normalizer.normalize(before, Normalizer.Form.NFC);
            for (int i = 0; i < after.length(); i++) {
                // What composes is at the front; what follows it stays in line with the end.
                int unit = after.equals(before) || i == 0
                        ? i
                        : Math.max(Math.min(1, before.length() - 1), before.length() - (after.length() - i));
                origins[normalized.length() + i] = clusters.start() + unit;
            }
            normalized.append(after);
        }
        return new NormalizedText(normalized.toString(), java.util.Arrays.copyOf(origins, normalized.length()));
    }

    int origin(int index) {
        return origins == null ? index : origins[index];
    }
}
