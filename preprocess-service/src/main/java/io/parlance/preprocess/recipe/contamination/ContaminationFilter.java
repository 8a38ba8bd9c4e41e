package io.parlance.preprocess.recipe.contamination;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.Instructions;
import io.parlance.preprocess.recipe.filter.Words;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.Parameters;
import io.parlance.preprocess.recipe.operation.RecipeFolder;
import io.parlance.preprocess.recipe.operation.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops a conversation in which user, assistant or a tool shares a run of n words with an evaluation set, and says where: a model that was trained on its examination
 * proves nothing by passing it (13 words: GPT-3, arXiv:2005.14165, appendix C).
 */
public final class ContaminationFilter implements Operation {
    public static final String NAME = "contamination@2";

    private static final int SPANS_TOLD = 3;

    private final EvaluationSets sets;
    private final int n;

    private ContaminationFilter(Parameters parameters) {
        n = parameters.whole("ngram", 13, 3, 50);
        List<RecipeFolder.Content> files = parameters.files("sets");
        sets = new EvaluationSets(files, n);
        if (sets.ngrams() == 0) {
            throw parameters.refused(
                    "sets", "hold no text of %d words, expected files or folders with evaluation sets".formatted(n));
        }
    }

    public static Operation of(Parameters parameters) {
        return new ContaminationFilter(parameters);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** A run of words of a turn that also stands in a set. */
    private record Span(String turn, int from, int to, int words, String place) {
        String told() {
            return "%s characters %d to %d (%d words) also in %s".formatted(turn, from, to, words, place);
        }
    }

    @Override
    public Verdict apply(ConversationSubmitted conversation) {
        List<Span> spans = new ArrayList<>();
        addSpans("messages", conversation.messages(), spans);
        addSpans("non_preferred", conversation.nonPreferred(), spans);
        if (spans.isEmpty()) {
            return Verdict.untouched(conversation);
        }
        String told = String.join(
                "; ", spans.stream().limit(SPANS_TOLD).map(Span::told).toList());
        int more = spans.size() - SPANS_TOLD;
        return new Verdict.Dropped(DropReason.CONTAMINATED, more > 0 ? "%s; and %d more".formatted(told, more) : told);
    }

    private void addSpans(String field, List<Turn> turns, List<Span> spans) {
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            if (Instructions.include(turn)) {
                continue;
            }
            List<Words.Word> words = Words.of(turn.content());
            long[] ngrams = Ngrams.of(words, n);
            for (int at = 0; at < ngrams.length; at++) {
                String place = sets.place(ngrams[at]);
                if (place != null) {
                    int last = at;
                    while (last + 1 < ngrams.length && place.equals(sets.place(ngrams[last + 1]))) {
                        last++;
                    }
                    spans.add(new Span(
                            "%s[%d] (%s)".formatted(field, i, turn.role()),
                            words.get(at).from(),
                            words.get(last + n - 1).to(),
                            last + n - at,
                            place));
                    at = last;
                }
            }
        }
    }
}
