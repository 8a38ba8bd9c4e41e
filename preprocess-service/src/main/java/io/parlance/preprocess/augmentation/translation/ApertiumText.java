package io.parlance.preprocess.augmentation.translation;

import io.parlance.preprocess.augmentation.Facts;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Apertium's stream format: special characters are escaped, and what stands in brackets passes untranslated. Addresses,
 * placeholders, numbers and line breaks travel so.
 */
final class ApertiumText {
    private static final String SPECIAL = "\\^$/[]{}<>@";

    /** A full stop that is not the text's own, for the tagger to see a sentence's end; as {@code apertium-destxt} does. */
    private static final String END = ".[]";

    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cs}&&[^\\n\\t]]");
    /** Words that another language needs and this one does not leave their space behind. */
    private static final Pattern SPACES = Pattern.compile(" {2,}");

    private static final Pattern BREAKS = Pattern.compile("[\\n\\t]+");
    private static final Pattern MARKED =
            Pattern.compile("\\\\(.)|\\[([^\\]\\\\]*(?:\\\\.[^\\]\\\\]*)*)]", Pattern.DOTALL);

    private ApertiumText() {}

    static String encode(String text) {
        String clean = UNSEEN.matcher(text).replaceAll("");
        StringBuilder stream = new StringBuilder();
        int end = 0;
        for (MatchResult kept : Facts.places(clean)) {
            if (kept.group().chars().allMatch(Character::isDigit)) {
                continue; // plain numbers pass by themselves, and grammar needs them: one cup, two cups
            }
            words(clean.substring(end, kept.start()), stream);
            stream.append('[');
            escape(kept.group(), stream);
            stream.append(']');
            end = kept.end();
        }
        words(clean.substring(end), stream);
        return stream.append(END).toString();
    }

    private static void words(String text, StringBuilder stream) {
        Matcher breaks = BREAKS.matcher(text);
        int end = 0;
        while (breaks.find()) {
            escape(text.substring(end, breaks.start()), stream);
            stream.append('[').append(breaks.group()).append(']');
            end = breaks.end();
        }
        escape(text.substring(end), stream);
    }

    private static void escape(String text, StringBuilder stream) {
        for (int i = 0; i < text.length(); i++) {
            if (SPECIAL.indexOf(text.charAt(i)) >= 0) {
                stream.append('\\');
            }
            stream.append(text.charAt(i));
        }
    }

    static String decode(String stream) {
        String body = stream.stripTrailing();
        body = body.endsWith(END) ? body.substring(0, body.length() - END.length()) : body;
        return SPACES.matcher(marked(body)).replaceAll(" ").strip();
    }

    private static String marked(String stream) {
        return MARKED.matcher(stream)
                .replaceAll(m -> Matcher.quoteReplacement(m.group(1) != null ? m.group(1) : marked(m.group(2))));
    }
}
