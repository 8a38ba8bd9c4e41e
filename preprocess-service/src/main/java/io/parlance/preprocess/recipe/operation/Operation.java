package io.parlance.preprocess.recipe.operation;

import io.parlance.contracts.ConversationSubmitted;

/** One step of a recipe: a pure function of the conversation, total and safe for use by several threads. */
public interface Operation {
    /** Name and version, such as {@code strip-html@1}; the version rises whenever anything would come out otherwise. */
    String name();

    Verdict apply(ConversationSubmitted conversation);

    /** A text as comparisons and figures see it, which need not be what is trained on. */
    default String analysed(String text) {
        return text;
    }
}
