package io.parlance.contracts;

/** One message of a conversation. @param role system, developer, user or assistant @param content the text, not blank */
public record Turn(String role, String content) {
    public Turn {
        Check.text("Turn", "role", role);
        Check.text("Turn", "content", content);
    }
}
