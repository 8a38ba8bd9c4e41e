package io.parlance.preprocess.duplicates;

import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.ToolCall;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.Instructions;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.recipe.DuplicateRules;
import io.parlance.preprocess.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What of a conversation's text is compared with others'.
 *
 * @param text digest of all that it says
 * @param shingles of its words, or null when no near-duplicates are looked for
 */
public record Fingerprint(Sha256 text, Shingles shingles) {
    /** Of a conversation as the recipe left it, by the words that the recipe leaves to analysis. */
    public static Fingerprint of(ConversationSubmitted conversation, Recipe recipe) {
        return of(conversation, recipe.duplicates(), recipe::analysed);
    }

    /** The same by all words. */
    public static Fingerprint of(ConversationSubmitted conversation, DuplicateRules rules) {
        return of(conversation, rules, UnaryOperator.identity());
    }

    private static Fingerprint of(
            ConversationSubmitted conversation, DuplicateRules rules, UnaryOperator<String> analysis) {
        return new Fingerprint(
                Sha256.of(ConversationRules.contentParts(
                        conversation.messages(), conversation.tools(), conversation.nonPreferred())),
                rules.near()
                        .map(near -> Shingles.of(analysis.apply(compared(conversation, near)), near.shingleWords()))
                        .orElse(null));
    }

    private static String compared(ConversationSubmitted conversation, DuplicateRules.Near near) {
        return near.instructions()
                ? words(conversation.messages(), conversation.nonPreferred())
                : dialogue(conversation.messages(), conversation.nonPreferred());
    }

    /** All words, whoever says them; roles are left out, a tool call is its name and arguments. */
    public static String words(List<Turn> messages, List<Turn> nonPreferred) {
        return words(messages, nonPreferred, _ -> true);
    }

    /** The same without instructions, which would make the shortest conversations under one long prompt look alike. */
    public static String dialogue(List<Turn> messages, List<Turn> nonPreferred) {
        return words(messages, nonPreferred, turn -> !Instructions.include(turn));
    }

    private static String words(List<Turn> messages, List<Turn> nonPreferred, Predicate<Turn> wanted) {
        List<String> said = new ArrayList<>();
        for (List<Turn> turns : List.of(messages, nonPreferred)) {
            for (Turn turn : turns) {
                if (wanted.test(turn)) {
                    said.add(turn.content());
                    for (ToolCall call : turn.toolCalls()) {
                        said.add(call.function().name());
                        said.add(call.function().arguments());
                    }
                }
            }
        }
        return String.join("\n", said);
    }
}
