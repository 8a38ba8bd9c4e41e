package io.parlance.preprocess.ledger;

import io.parlance.contracts.Change;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.Split;
import java.util.List;
import java.util.Locale;

/** Counts what became of conversations. */
final class NotedOutcomes {
    /** Longer conversations count with these. */
    private static final int MOST_TURNS = 32;

    private final Tallies tallies;

    NotedOutcomes(Tallies tallies) {
        this.tallies = tallies;
    }

    void prepared(PreparedFacts example) {
        Tally tally = tallies.of(example.dataset());
        tally.one(Figure.TOKENS, Integer.toString(Integer.highestOneBit(example.tokens())));
        tally.add(Figure.TOKEN_SUM, "all", example.tokens());
        tally.add(Figure.TOKEN_SUM, "trained", example.trainedTokens());
        if (!example.countsAsConversation()) {
            tally.one(Figure.FURTHER_PARTS);
            return;
        }
        String split = nameOf(example.split());
        tally.one(Figure.PREPARED, split);
        tally.one(Figure.TURNS, Integer.toString(Math.min(example.messages(), MOST_TURNS)));
        if (example.traits().language() != null) {
            tally.one(Figure.LANGUAGE, example.traits().language());
        }
        if (example.traits().stratum() != null) {
            tally.one(Figure.STRATUM, split + "/" + example.traits().stratum());
        }
        changes(tally, example.traits().changes());
    }

    void dropped(ExampleDropped event) {
        Tally tally = tallies.of(event.dataset());
        String reason = nameOf(event.reason());
        tally.one(Figure.DROPPED, reason);
        tally.example(reason, event.conversationId());
        changes(tally, event.changes());
    }

    void rejected(ConversationRejected event) {
        int end = event.origin().indexOf(':');
        tallies.of(datasetOf(event))
                .one(Figure.REJECTED, end < 0 ? event.origin() : event.origin().substring(0, end));
    }

    /** What says of no dataset counts as a conversation that says of none. */
    static String datasetOf(ConversationRejected event) {
        return event.dataset() == null ? ConversationRules.DEFAULT_DATASET : event.dataset();
    }

    private static void changes(Tally tally, List<Change> changes) {
        for (Change change : changes) {
            tally.one(Figure.CHANGED, change.operation());
            tally.add(Figure.CHANGED_TURNS, change.operation(), change.turns());
        }
    }

    private static String nameOf(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    private static String nameOf(DropReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
