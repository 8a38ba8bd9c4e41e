package io.parlance.preprocess.recipe.redaction;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** UUIDs, which are no personal data, but whose digits may look like some. */
final class UuidFinder implements Finder {
    static final int LENGTH = 36;

    private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    @Override
    public void find(String text, Findings findings) {
        Matcher matcher = UUID.matcher(text);
        while (matcher.find()) {
            findings.noPhone(matcher.start(), matcher.end());
            findings.noCard(matcher.start(), matcher.end());
        }
    }
}
