package io.parlance.inference.request;

import io.parlance.model.text.ChatMessage;
import io.parlance.model.text.TokenIds;
import java.util.List;

/** A question about tokens, without generating any. */
public sealed interface TokenRequest {
    String model();

    /** Which tokens is this text? @param withTexts the text of each as well */
    record OfText(String model, String prompt, boolean withTexts) implements TokenRequest {}

    /** Which tokens is this conversation? @param opened for the assistant's next turn */
    record OfConversation(String model, List<ChatMessage> messages, boolean opened, boolean withTexts)
            implements TokenRequest {
        public OfConversation {
            messages = List.copyOf(messages);
        }
    }

    /** Which text are these tokens? */
    record OfIds(String model, TokenIds ids) implements TokenRequest {}
}
