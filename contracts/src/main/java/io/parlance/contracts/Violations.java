package io.parlance.contracts;

import java.util.ArrayList;
import java.util.List;

/** What was found wrong with one submission: the first ones in words, all of them counted. */
final class Violations {
    private final List<Violation> listed = new ArrayList<>();
    private int total;

    /** @param field path of the field, empty for the whole record */
    void add(String field, String rule) {
        total++;
        if (listed.size() < ConversationRules.MAX_VIOLATIONS) {
            listed.add(new Violation(field, rule));
        }
    }

    int total() {
        return total;
    }

    CheckedConversation.Refused refused(String id) {
        return new CheckedConversation.Refused(List.copyOf(listed), total, id);
    }
}
