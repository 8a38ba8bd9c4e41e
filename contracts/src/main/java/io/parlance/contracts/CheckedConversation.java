package io.parlance.contracts;

import java.util.List;

/** What {@link ConversationRules} says of a conversation. */
public sealed interface CheckedConversation {
    record Accepted(ConversationSubmitted conversation) implements CheckedConversation {}

    /** @param violations the first ones @param total all of them @param id the id it carries, or null */
    record Refused(List<Violation> violations, int total, String id) implements CheckedConversation {
        public Refused {
            violations = List.copyOf(violations);
        }
    }
}
