package io.parlance.preprocess.example;

import io.parlance.contracts.Change;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.NonPreferred;
import io.parlance.contracts.TokenIds;
import io.parlance.contracts.Turn;
import io.parlance.model.text.ChatTemplateException;
import io.parlance.model.text.TokenSequence;
import io.parlance.preprocess.Instructions;
import java.util.ArrayList;
import java.util.List;

/** Conversations as tokens, made to fit by the policy for those that are too long. */
final class Fitting {

    private final OverLength policy;

    Fitting(OverLength policy) {
        this.policy = policy;
    }

    /**
     * @param limit tokens that an example may have
     * @throws ChatTemplateException when the template refuses the conversation
     */
    Fit fit(ConversationSubmitted conversation, BaseModel base, int limit) {
        Tokenised whole = tokenise(conversation, base);
        if (whole.longest() <= limit) {
            return whole.trainsNothing()
                    ? new Fit.NothingToTrain(whole.longest())
                    : new Fit.Fits(List.of(whole.draft()), List.of());
        }
        return switch (policy) {
            case DROP -> new Fit.TooLong(whole.longest(), "split the conversation, or set over-length");
            case SPLIT -> split(conversation, base, limit, whole.longest());
            case TRUNCATE_LEFT -> truncateLeft(conversation, base, limit, whole.longest());
        };
    }

    private static Fit truncateLeft(ConversationSubmitted conversation, BaseModel base, int limit, int tokens) {
        List<Integer> starts = exchanges(conversation.messages());
        int instructions = instructions(conversation.messages());
        // The earliest beginning that fits; a later one is never longer.
        int low = 1;
        int high = starts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tokenise(from(conversation, instructions, starts.get(middle)), base)
                            .longest()
                    <= limit) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if (low >= starts.size()) {
            return new Fit.TooLong(tokens, "its last exchange alone does not fit; truncate-left leaves that whole");
        }
        Tokenised left = tokenise(from(conversation, instructions, starts.get(low)), base);
        return left.trainsNothing()
                ? new Fit.NothingToTrain(left.longest())
                : new Fit.Fits(
                        List.of(left.draft()), List.of(new Change("truncate-left@1", starts.get(low) - instructions)));
    }

    private static Fit split(ConversationSubmitted conversation, BaseModel base, int limit, int tokens) {
        if (!conversation.nonPreferred().isEmpty()) {
            return new Fit.TooLong(tokens, "a preference pair is not split");
        }
        List<Turn> turns = conversation.messages();
        List<Integer> starts = new ArrayList<>(exchanges(turns));
        starts.add(turns.size());
        int instructions = instructions(turns);
        List<Draft> parts = new ArrayList<>();
        int leftOut = 0;
        for (int first = 0; first < starts.size() - 1; ) {
            Tokenised part = null;
            int next = first;
            while (next < starts.size() - 1) {
                Tokenised longer =
                        tokenise(part(conversation, instructions, starts.get(first), starts.get(next + 1)), base);
                if (longer.longest() > limit) {
                    break;
                }
                part = longer;
                next++;
            }
            if (part == null) {
                return new Fit.TooLong(
                        tokens,
                        "the exchange that begins at messages[%d] alone does not fit".formatted(starts.get(first)));
            }
            if (part.trainsNothing()) {
                leftOut += starts.get(next) - starts.get(first);
            } else {
                parts.add(part.draft());
            }
            first = next;
        }
        if (parts.isEmpty()) {
            return new Fit.NothingToTrain(tokens);
        }
        return new Fit.Fits(parts, leftOut == 0 ? List.of() : List.of(new Change("untrained-part@1", leftOut)));
    }

    /** How many turns at the beginning are instructions. */
    private static int instructions(List<Turn> turns) {
        int count = 0;
        while (count < turns.size() && Instructions.include(turns.get(count))) {
            count++;
        }
        return count;
    }

    /** Where a conversation may be cut: after its instructions, and before each user turn. */
    private static List<Integer> exchanges(List<Turn> turns) {
        List<Integer> starts = new ArrayList<>();
        int first = instructions(turns);
        starts.add(first);
        for (int i = first + 1; i < turns.size(); i++) {
            if (turns.get(i).role().equals("user")) {
                starts.add(i);
            }
        }
        return starts;
    }

    private static ConversationSubmitted from(ConversationSubmitted conversation, int instructions, int start) {
        return part(conversation, instructions, start, conversation.messages().size());
    }

    private static ConversationSubmitted part(ConversationSubmitted conversation, int instructions, int from, int to) {
        List<Turn> turns = new ArrayList<>(conversation.messages().subList(0, instructions));
        turns.addAll(conversation.messages().subList(from, to));
        return conversation.withTurns(turns, conversation.nonPreferred());
    }

    private record Tokenised(ConversationSubmitted conversation, TokenSequence preferred, TokenSequence other) {
        int longest() {
            return other == null ? preferred.size() : Math.max(preferred.size(), other.size());
        }

        boolean trainsNothing() {
            return preferred.supervisedTokens() == 0 || other != null && other.supervisedTokens() == 0;
        }

        Draft draft() {
            return new Draft(
                    conversation.messages(),
                    ids(preferred),
                    LossMask.spans(preferred),
                    other == null
                            ? null
                            : new NonPreferred(conversation.nonPreferred(), ids(other), LossMask.spans(other)));
        }

        private static TokenIds ids(TokenSequence tokens) {
            return new TokenIds(tokens.ids().toArray());
        }
    }

    private static Tokenised tokenise(ConversationSubmitted conversation, BaseModel base) {
        return new Tokenised(
                conversation,
                base.tokeniser().example(TemplateInput.of(conversation)),
                conversation.nonPreferred().isEmpty()
                        ? null
                        : base.tokeniser().example(TemplateInput.withNonPreferred(conversation)));
    }
}
