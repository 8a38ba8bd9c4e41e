package io.parlance.preprocess.recipe.filter;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.Parameters;
import io.parlance.preprocess.recipe.operation.Spoken;
import io.parlance.preprocess.recipe.operation.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drops a conversation with a turn that says the same again and again, as models in a loop and scraped pages do: too
 * large a share of its word n-grams, or of its lines, stood in that turn before (after Gopher, arXiv:2112.11446).
 */
public final class RepetitionFilter implements Operation {
    public static final String NAME = "repetition@1";

    private static final int LEAST_LINES = 4;

    private final int ngram;
    private final int leastWords;
    private final double mostShare;
    private final double mostLineShare;

    private RepetitionFilter(Parameters parameters) {
        ngram = parameters.whole("ngram", 4, 1, 20);
        leastWords = parameters.whole("min-words", 20, 1, 100_000);
        mostShare = parameters.share("max-share", 0.5);
        mostLineShare = parameters.share("max-line-share", 0.5);
    }

    public static Operation of(Parameters parameters) {
        return new RepetitionFilter(parameters);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Verdict apply(ConversationSubmitted conversation) {
        for (Spoken turn : Spoken.turns(conversation)) {
            String problem = problem(turn);
            if (problem != null) {
                return new Verdict.Dropped(DropReason.REPETITION, problem);
            }
        }
        return Verdict.untouched(conversation);
    }

    private String problem(Spoken turn) {
        if (turn.text().length() < 2 * leastWords - 1) {
            return null; // fewer words than are looked at
        }
        List<String> words =
                Words.of(turn.text()).stream().map(Words.Word::text).toList();
        if (words.size() >= leastWords && words.size() > ngram) {
            double share = repeatedNgrams(words);
            if (share > mostShare) {
                return String.format(
                        Locale.ROOT,
                        "%s: %.0f %% of its %d-grams of words stood in it before, at most %.0f %%",
                        turn.place(),
                        100 * share,
                        ngram,
                        100 * mostShare);
            }
        }
        List<String> lines = turn.text()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (words.size() >= leastWords && lines.size() >= LEAST_LINES) {
            double share = 1 - (double) Set.copyOf(lines).size() / lines.size();
            if (share > mostLineShare) {
                return String.format(
                        Locale.ROOT,
                        "%s: %.0f %% of its lines stood in it before, at most %.0f %%",
                        turn.place(),
                        100 * share,
                        100 * mostLineShare);
            }
        }
        return null;
    }

    private double repeatedNgrams(List<String> words) {
        Set<String> seen = new HashSet<>();
        int all = words.size() - ngram + 1;
        for (int i = 0; i < all; i++) {
            seen.add(words.subList(i, i + ngram).stream().collect(Collectors.joining(" ")));
        }
        return 1 - (double) seen.size() / all;
    }
}
