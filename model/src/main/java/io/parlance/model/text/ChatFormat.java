package io.parlance.model.text;

import java.util.List;

/**
 * A base model's chat template and tokenizer together: the one place where conversations become tokens, for training,
 * evaluation and serving alike. Immutable and safe for use by many threads.
 */
public interface ChatFormat {

    /**
     * A whole conversation with its loss mask: trained are the tokens that start inside what an assistant answers
     * (from where its turn was opened) and that turn's end mark; never the header, nor what the template writes after
     * the end mark. A turn that is not {@link ChatMessage#trained} is left out.
     *
     * @throws ChatTemplateException when the template refuses the conversation, fails, or leaves out tools, calls or
     *     what a tool answered
     */
    TokenSequence example(Conversation conversation);

    /** The same without tools. */
    default TokenSequence example(List<ChatMessage> conversation) {
        return example(Conversation.of(conversation));
    }

    /** The conversation so far, opened for the assistant's next turn. */
    TokenIds prompt(Conversation conversation);

    /** The same without tools. */
    default TokenIds prompt(List<ChatMessage> conversation) {
        return prompt(Conversation.of(conversation));
    }

    /** The template's text, for reading; user content appears as it was written. */
    String render(Conversation conversation, boolean openAssistantTurn);

    /** The same without tools. */
    default String render(List<ChatMessage> conversation, boolean openAssistantTurn) {
        return render(Conversation.of(conversation), openAssistantTurn);
    }

    Tokenizer tokenizer();

    /** The ids at which an answer is over, ascending: the model's end-of-turn ids and the tokenizer's own. */
    TokenIds endOfTurn();

    /** SHA-256, lower-case hex, of the template's source text. */
    String templateSha256();
}
