package io.parlance.preprocess.recipe.redaction;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Web addresses. Where they stay, they are still no place to look for telephone numbers. */
final class UrlFinder implements Finder {
    private static final Pattern URL = Pattern.compile(
            "(?<![\\p{L}\\p{N}])(?:(?:https?|ftp)://|www\\.)[^\\s<>\"'`{}|\\\\^]++", Pattern.CASE_INSENSITIVE);
    private static final String SENTENCE_MARKS = ".,;:!?)]}…";

    private final boolean redacted;

    UrlFinder(boolean redacted) {
        this.redacted = redacted;
    }

    @Override
    public void find(String text, Findings findings) {
        Matcher matcher = URL.matcher(text);
        while (matcher.find()) {
            int to = matcher.end();
            while (to > matcher.start() && SENTENCE_MARKS.indexOf(text.charAt(to - 1)) >= 0) {
                to--;
            }
            if (redacted) {
                findings.add(new Match(Kind.URL, matcher.start(), to, text.substring(matcher.start(), to)));
            } else {
                findings.noPhone(matcher.start(), to);
            }
        }
    }
}
