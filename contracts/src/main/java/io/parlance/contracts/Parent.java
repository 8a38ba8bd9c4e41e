package io.parlance.contracts;

/**
 * What an augmented conversation was made from.
 *
 * @param conversationId of the same dataset
 * @param method name and version of what made it, such as {@code back-translation@1}
 */
public record Parent(String conversationId, String method) {
    public Parent {
        Check.text("Parent", "conversationId", conversationId);
        Check.text("Parent", "method", method);
    }
}
