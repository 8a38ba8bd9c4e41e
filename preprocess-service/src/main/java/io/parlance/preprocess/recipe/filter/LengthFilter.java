package io.parlance.preprocess.recipe.filter;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.Parameters;
import io.parlance.preprocess.recipe.operation.Spoken;
import io.parlance.preprocess.recipe.operation.Verdict;
import java.util.List;

/** Drops what says too little or too much: in characters, words or turns, each turn by itself or all together. */
public final class LengthFilter implements Operation {
    public static final String NAME = "length@1";

    private static final int NO_LIMIT = 0;
    private static final int MOST = 1_000_000;

    private final boolean perTurn;
    private final Limits characters;
    private final Limits words;
    private final Limits turns;

    /** @param most 0: any number */
    private record Limits(String unit, int least, int most) {
        static Limits of(String unit, Parameters parameters) {
            int least = parameters.whole("min-" + unit, 0, 0, MOST);
            int most = parameters.whole("max-" + unit, NO_LIMIT, 0, MOST);
            if (most != NO_LIMIT && most < least) {
                throw parameters.refused(
                        "max-" + unit,
                        "is %d, expected at least min-%s (%d), or 0 for no limit".formatted(most, unit, least));
            }
            return new Limits(unit, least, most);
        }

        boolean isSet() {
            return least > 0 || most != NO_LIMIT;
        }

        /** Null when the count is within them. */
        String problem(String place, int count) {
            if (count < least) {
                return "%s has %d %s, at least %d".formatted(place, count, unit, least);
            }
            return most != NO_LIMIT && count > most
                    ? "%s has %d %s, at most %d".formatted(place, count, unit, most)
                    : null;
        }
    }

    private LengthFilter(Parameters parameters) {
        perTurn =
                parameters.choice("per", "conversation", "conversation", "turn").equals("turn");
        characters = Limits.of("characters", parameters);
        words = Limits.of("words", parameters);
        turns = Limits.of("turns", parameters);
        if (!characters.isSet() && !words.isSet() && !turns.isSet()) {
            throw parameters.refused(
                    "max-characters",
                    "and the other limits are 0, so nothing is too short or too long; give one of them");
        }
    }

    public static Operation of(Parameters parameters) {
        return new LengthFilter(parameters);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Verdict apply(ConversationSubmitted conversation) {
        List<Spoken> spoken = Spoken.turns(conversation);
        String problem = turns.problem("the conversation", spoken.size());
        int allCharacters = 0;
        int allWords = 0;
        for (Spoken turn : spoken) {
            int characterCount = turn.text().codePointCount(0, turn.text().length());
            int wordCount = words.isSet() ? Words.count(turn.text()) : 0;
            allCharacters += characterCount;
            allWords += wordCount;
            if (perTurn && problem == null) {
                problem = problem(turn.place(), characterCount, wordCount);
            }
        }
        if (!perTurn && problem == null) {
            problem = problem("the conversation", allCharacters, allWords);
        }
        return problem == null ? Verdict.untouched(conversation) : new Verdict.Dropped(DropReason.LENGTH, problem);
    }

    private String problem(String place, int characterCount, int wordCount) {
        String problem = characters.problem(place, characterCount);
        return problem == null && words.isSet() ? words.problem(place, wordCount) : problem;
    }
}
