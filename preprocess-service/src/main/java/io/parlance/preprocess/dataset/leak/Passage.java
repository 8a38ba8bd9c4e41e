package io.parlance.preprocess.dataset.leak;

import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.NonPreferred;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.duplicates.Fingerprint;
import java.util.List;
import java.util.Map;

/**
 * One text of a side: a conversation, or a line.
 *
 * @param id the conversation's, or null
 * @param line 1-based, or null where there are no lines
 * @param parts all it says and who says it: equal lists are exact crossings
 * @param words all it says, whoever says it: equal ones are normalised crossings
 * @param dialogue the words without instructions, or all where there are no others: what near-duplicates share
 */
public record Passage(String id, Long line, List<String> parts, String words, String dialogue) {
    public Passage {
        parts = List.copyOf(parts);
        dialogue = dialogue.isBlank() ? words : dialogue;
    }

    /** A text without parts. */
    public static Passage ofText(String id, Long line, String text) {
        return new Passage(id, line, List.of(text), text, text);
    }

    /** A conversation, a second answer included. @param other null without one */
    public static Passage ofTurns(
            String id, Long line, List<Turn> turns, List<Map<String, Object>> tools, NonPreferred other) {
        return ofTurns(id, line, turns, tools, other == null ? List.<Turn>of() : other.messages());
    }

    /** A conversation, a second answer included. @param other empty without one */
    public static Passage ofTurns(
            String id, Long line, List<Turn> turns, List<Map<String, Object>> tools, List<Turn> other) {
        return new Passage(
                id,
                line,
                ConversationRules.contentParts(turns, tools, other),
                Fingerprint.words(turns, other),
                Fingerprint.dialogue(turns, other));
    }
}
