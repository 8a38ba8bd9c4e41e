package io.parlance.contracts;

/**
 * What one operation of a recipe did to a conversation.
 *
 * @param operation name and version, such as {@code strip-html@1}
 * @param turns how many turns it changed, at least 1
 */
public record Change(String operation, int turns) {
    public Change {
        Check.text("Change", "operation", operation);
        Check.atLeast("Change", "turns", turns, 1);
    }
}
