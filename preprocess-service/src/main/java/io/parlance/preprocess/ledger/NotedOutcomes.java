package io.parlance.preprocess.ledger;

import io.parlance.contracts.Change;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.Source;
import io.parlance.contracts.Split;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What each record counts for. */
final class NotedOutcomes {
    /** Longer conversations count with these. */
    private static final int MOST_TURNS = 32;

    /** A place of the other ways in is a single request, conversation or record. */
    private static final Set<String> WITH_PLACES = Set.of("file", "folder", "page");

    private NotedOutcomes() {}

    static Counts of(ConversationSubmitted conversation) {
        Counts.Gathering counts = new Counts.Gathering().one(Figure.SUBMITTED, "");
        Source source = conversation.source();
        counts.one(Figure.SOURCE, source == null ? "kafka" : source.kind());
        if (source != null && WITH_PLACES.contains(source.kind())) {
            counts.one(Figure.PLACE, source.kind() + ":" + source.place());
        }
        return counts.counts();
    }

    /** Of a record on the submission topic that is no conversation. */
    static Counts ofRefused() {
        return new Counts.Gathering().one(Figure.REFUSED, "").counts();
    }

    static Counts of(PreparedFacts example) {
        Counts.Gathering counts = new Counts.Gathering()
                .one(Figure.TOKENS, Integer.toString(Integer.highestOneBit(example.tokens())))
                .add(Figure.TOKEN_SUM, "all", example.tokens())
                .add(Figure.TOKEN_SUM, "trained", example.trainedTokens());
        if (!example.countsAsConversation()) {
            return counts.one(Figure.FURTHER_PARTS, "").counts();
        }
        String split = nameOf(example.split());
        counts.one(Figure.PREPARED, split)
                .one(Figure.TURNS, Integer.toString(Math.min(example.messages(), MOST_TURNS)));
        if (example.traits().language() != null) {
            counts.one(Figure.LANGUAGE, example.traits().language());
        }
        if (example.traits().stratum() != null) {
            counts.one(Figure.STRATUM, split + "/" + example.traits().stratum());
        }
        return changes(counts, example.traits().changes()).counts();
    }

    static Counts of(ExampleDropped event) {
        Counts.Gathering counts = new Counts.Gathering().one(Figure.DROPPED, nameOf(event.reason()));
        return changes(counts, event.changes()).counts();
    }

    static Counts of(ConversationRejected event) {
        int end = event.origin().indexOf(':');
        return new Counts.Gathering()
                .one(Figure.REJECTED, end < 0 ? event.origin() : event.origin().substring(0, end))
                .counts();
    }

    /** What says of no dataset counts as a conversation that says of none. */
    static String datasetOf(ConversationRejected event) {
        return event.dataset() == null ? ConversationRules.DEFAULT_DATASET : event.dataset();
    }

    private static Counts.Gathering changes(Counts.Gathering counts, List<Change> changes) {
        for (Change change : changes) {
            counts.one(Figure.CHANGED, change.operation());
            counts.add(Figure.CHANGED_TURNS, change.operation(), change.turns());
        }
        return counts;
    }

    static String nameOf(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    static String nameOf(DropReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
