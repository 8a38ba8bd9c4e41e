package io.parlance.contracts;

import java.util.List;

/**
 * The other answer of a preference pair, prepared like the preferred one.
 *
 * @param messages the turns that take the place of the preferred answer
 * @param tokens the whole conversation with this answer
 * @param trained its loss mask
 */
public record NonPreferred(List<Turn> messages, TokenIds tokens, List<TokenSpan> trained) {
    public NonPreferred {
        messages = List.copyOf(Check.present("NonPreferred", "messages", messages));
        Check.atLeast("NonPreferred", "messages", messages.size(), 1);
        Check.present("NonPreferred", "tokens", tokens);
        trained = List.copyOf(Check.present("NonPreferred", "trained", trained));
        Check.atLeast("NonPreferred", "trained", trained.size(), 1);
    }
}
