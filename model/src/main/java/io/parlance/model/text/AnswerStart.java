package io.parlance.model.text;

/** Where an assistant's turn begins in a rendered conversation. */
final class AnswerStart {
    /** Stands for the answer; letters only, so that no template treats it in a special way. */
    private static final String PROBE = "parlanceanswerprobe";

    private AnswerStart() {}

    /**
     * The length of the prompt that the model saw before this turn, when the conversation goes on from it word for word.
     * Where a template writes the two differently (a default system turn only before a user's first message, say) it
     * is where the turn's own text begins.
     *
     * @throws ChatTemplateException when that cannot be told either
     */
    static int in(ChatTemplate template, Conversation conversation, int turn, String rendered) {
        if (turn > 0) {
            String prompt = template.render(conversation.before(turn), true);
            if (rendered.startsWith(prompt)) {
                return prompt.length();
            }
        }
        String probe = PROBE;
        while (rendered.contains(probe)) {
            probe += "x";
        }
        Conversation probed =
                conversation.with(turn, conversation.messages().get(turn).withContent(probe));
        String renderedProbe = template.render(probed, false);
        int start = renderedProbe.indexOf(probe);
        if (start < 0 || !rendered.startsWith(renderedProbe.substring(0, start))) {
            throw new ChatTemplateException(
                    "the chat template writes the conversation before the assistant's turn (message %d) differently once the turn is there, so what the model answers cannot be told from what it is given. Take a template that only appends."
                            .formatted(turn));
        }
        return start;
    }
}
