package io.parlance.evaluator.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Token overlap of an answer with its reference, as SQuAD v1.1 scores it: lower case, ASCII punctuation and the
 * articles a, an, the removed, words compared as bags. All figures lie in [0, 1].
 */
public record AnswerOverlap(double precision, double recall, double f1) {
    private static final Pattern PUNCTUATION = Pattern.compile("[!-/:-@\\[-`{-~]");
    private static final Pattern ARTICLES = Pattern.compile("\\b(a|an|the)\\b", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    public static AnswerOverlap of(String answer, String reference) {
        List<String> said = words(answer);
        List<String> expected = words(reference);
        if (said.isEmpty() || expected.isEmpty()) {
            // By SQuAD's rule two empty answers agree, and an empty one agrees with nothing else.
            double both = said.isEmpty() && expected.isEmpty() ? 1 : 0;
            return new AnswerOverlap(both, both, both);
        }
        Map<String, Integer> left = new HashMap<>();
        expected.forEach(word -> left.merge(word, 1, Integer::sum));
        int shared = 0;
        for (String word : said) {
            if (left.getOrDefault(word, 0) > 0) {
                left.merge(word, -1, Integer::sum);
                shared++;
            }
        }
        if (shared == 0) {
            return new AnswerOverlap(0, 0, 0);
        }
        double precision = (double) shared / said.size();
        double recall = (double) shared / expected.size();
        return new AnswerOverlap(precision, recall, 2 * precision * recall / (precision + recall));
    }

    private static List<String> words(String text) {
        String bare = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        String noArticles = ARTICLES.matcher(bare).replaceAll(" ");
        return Stream.of(SPACE.split(noArticles))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
