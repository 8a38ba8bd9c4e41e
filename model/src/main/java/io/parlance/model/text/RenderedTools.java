package io.parlance.model.text;

/**
 * Whether a chat template writes what it is given of tools. Many do not, and nothing would tell: the model would learn
 * to call functions that it was never shown.
 */
final class RenderedTools {
    /** Stands for a tool's answer; letters only, so that no template treats it in a special way. */
    private static final String PROBE = "parlancetoolprobe";

    private RenderedTools() {}

    /** @throws ChatTemplateException when tools, calls or results leave no trace in the text */
    static void check(ChatTemplate template, Conversation conversation, String rendered) {
        if (!conversation.tools().isEmpty()
                && template.render(Conversation.of(conversation.messages()), false)
                        .equals(rendered)) {
            throw new ChatTemplateException(
                    "the chat template does not write the definitions of tools, so the model would never see them. Take a base model whose template knows tools, or leave tools out.");
        }
        for (int i = 0; i < conversation.messages().size(); i++) {
            ChatMessage message = conversation.messages().get(i);
            if (!message.toolCalls().isEmpty()
                    && template.render(conversation.with(i, message.withoutToolCalls()), false)
                            .equals(rendered)) {
                throw new ChatTemplateException(
                        "the chat template does not write the tool calls of message %d. Take a base model whose template knows tools, or leave such conversations out."
                                .formatted(i));
            }
            if (message.role().equals("tool")
                    && !template.render(conversation.with(i, message.withContent(PROBE)), false)
                            .contains(PROBE)) {
                throw new ChatTemplateException(
                        "the chat template does not write what the tool answers in message %d. Take a base model whose template knows tools, or leave such conversations out."
                                .formatted(i));
            }
        }
    }
}
