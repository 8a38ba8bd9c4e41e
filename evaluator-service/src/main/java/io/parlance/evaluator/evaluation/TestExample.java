package io.parlance.evaluator.evaluation;

import io.parlance.model.text.TokenSequence;
import java.util.List;

/**
 * A conversation of the test split as the models read it.
 *
 * @param tokens ids and loss mask, as they were prepared
 * @param answers where the assistant's turns lie, ascending
 */
public record TestExample(String conversationId, TokenSequence tokens, List<Answer> answers) {
    public TestExample {
        answers = List.copyOf(answers);
    }

    /** One assistant turn: tokens {@code from} (inclusive) to {@code to} (exclusive), its end mark included. */
    public record Answer(int from, int to) {}
}
