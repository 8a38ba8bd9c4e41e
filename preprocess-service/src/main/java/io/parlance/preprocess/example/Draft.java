package io.parlance.preprocess.example;

import io.parlance.contracts.NonPreferred;
import io.parlance.contracts.TokenIds;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Turn;
import java.util.List;

/**
 * A conversation, or a part of one, as tokens.
 *
 * @param trained the loss mask, ascending
 * @param nonPreferred the other answer of a preference pair, or null
 */
public record Draft(List<Turn> messages, TokenIds tokens, List<TokenSpan> trained, NonPreferred nonPreferred) {
    public Draft {
        messages = List.copyOf(messages);
        trained = List.copyOf(trained);
    }
}
