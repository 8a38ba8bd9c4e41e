package io.parlance.preprocess.recipe.operation;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A turn of a user or an assistant that says something. Instructions, often the same for a whole dataset, and tools'
 * results are no language to judge a conversation by.
 *
 * @param index among all turns
 */
public record Spoken(int index, String role, String text) {
    public static List<Spoken> turns(ConversationSubmitted conversation) {
        List<Turn> turns = conversation.messages();
        List<Spoken> spoken = new ArrayList<>(turns.size());
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            if (isSpoken(turn)) {
                spoken.add(new Spoken(i, turn.role(), turn.content()));
            }
        }
        return spoken;
    }

    /** All of them, a line break between two. */
    public static String text(ConversationSubmitted conversation) {
        return conversation.messages().stream()
                .filter(Spoken::isSpoken)
                .map(Turn::content)
                .collect(Collectors.joining("\n"));
    }

    /** For messages, such as {@code messages[1] (assistant)}. */
    public String place() {
        return "messages[%d] (%s)".formatted(index, role);
    }

    private static boolean isSpoken(Turn turn) {
        return !turn.content().isEmpty()
                && (turn.role().equals("user") || turn.role().equals("assistant"));
    }
}
