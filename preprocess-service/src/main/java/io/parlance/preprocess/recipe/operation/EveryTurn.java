package io.parlance.preprocess.recipe.operation;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rewrites the text of every turn, the other answer of a preference pair included, by itself. Results of tools that are
 * JSON are data, not language, and stay. A turn that is left without text drops the conversation.
 */
public final class EveryTurn implements Operation {
    private final String name;
    private final UnaryOperator<String> rewriting;

    public EveryTurn(String name, UnaryOperator<String> rewriting) {
        this.name = name;
        this.rewriting = rewriting;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Verdict apply(ConversationSubmitted conversation) {
        Rewritten preferred = rewrite(conversation.messages(), "messages");
        Rewritten other = rewrite(conversation.nonPreferred(), "non_preferred");
        String emptied = preferred.emptied == null ? other.emptied : preferred.emptied;
        if (emptied != null) {
            return new Verdict.Dropped(DropReason.EMPTY_AFTER_CLEANING, emptied);
        }
        int changed = preferred.changed + other.changed;
        return changed == 0
                ? Verdict.untouched(conversation)
                : new Verdict.Kept(conversation.withTurns(preferred.turns, other.turns), changed, null);
    }

    private Rewritten rewrite(List<Turn> turns, String field) {
        List<Turn> rewritten = null;
        int changed = 0;
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            String before = turn.content();
            if (before.isEmpty() || isData(turn)) {
                continue;
            }
            String after = rewriting.apply(before);
            if (after.equals(before)) {
                continue;
            }
            if (after.isBlank() && turn.toolCalls().isEmpty()) {
                return new Rewritten(
                        turns,
                        0,
                        "%s[%d] (%s) has %d characters and none after %s"
                                .formatted(field, i, turn.role(), before.length(), name));
            }
            rewritten = rewritten == null ? new ArrayList<>(turns) : rewritten;
            rewritten.set(i, turn.withContent(after.isBlank() ? "" : after));
            changed++;
        }
        return new Rewritten(rewritten == null ? turns : rewritten, changed, null);
    }

    /** Whether a turn is a tool's result in JSON. */
    public static boolean isData(Turn turn) {
        if (!turn.role().equals("tool")) {
            return false;
        }
        String text = turn.content().strip();
        return text.startsWith("{") && text.endsWith("}") || text.startsWith("[") && text.endsWith("]");
    }

    /** @param emptied where nothing was left, and of how much; null when there was no such turn */
    private record Rewritten(List<Turn> turns, int changed, String emptied) {}
}
