package io.parlance.preprocess.augmentation;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Parent;
import io.parlance.contracts.Source;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.Sha256;
import java.util.List;
import java.util.Map;

/** The submission that an attempt becomes. */
public final class Child {
    /** Longest id that the rules of conversations allow is 200 characters. */
    private static final int MOST_OF_THE_PARENTS_ID = 180;

    private static final int DIGEST_CHARACTERS = 12;

    private Child() {}

    /** Made from the parent's id, the method and its parameters: the same again is the same child. */
    static String id(String parentId, Method method) {
        String start =
                parentId.length() > MOST_OF_THE_PARENTS_ID ? parentId.substring(0, MOST_OF_THE_PARENTS_ID) : parentId;
        String digest = Sha256.of(List.of(parentId, method.versioned(), method.parameters()))
                .hex()
                .substring(0, DIGEST_CHARACTERS);
        // Half a surrogate pair, from the cut, could not be written.
        return start.replaceAll("\\p{Cs}", "") + "~" + digest;
    }

    /** The parent's dataset, label, subject and tools with the attempt's words. */
    public static ConversationSubmitted of(ExamplePrepared parent, Attempt attempt) {
        List<Turn> otherAnswer = parent.nonPreferred() == null
                ? List.of()
                : parent.nonPreferred().messages();
        Method method = attempt.method();
        return new ConversationSubmitted(
                id(parent.conversationId(), method),
                parent.dataset(),
                attempt.messages(),
                Map.of(),
                parent.tools(),
                null,
                otherAnswer,
                parent.traits().label(),
                parent.traits().subject(),
                new Source("augmentation", "%s %s".formatted(method.versioned(), method.parameters()), null, null),
                new Parent(parent.conversationId(), method.versioned()));
    }
}
