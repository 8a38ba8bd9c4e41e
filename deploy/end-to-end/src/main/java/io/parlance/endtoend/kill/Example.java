package io.parlance.endtoend.kill;

import io.parlance.contracts.TokenIds;
import io.parlance.contracts.TokenSpan;
import java.util.List;

/** What of an example decides what is learnt: the rest follows from it or is a matter of taste. */
record Example(
        String conversationId,
        String dataset,
        String split,
        TokenIds tokens,
        List<TokenSpan> trained,
        String tokenizerSha256,
        String recipeSha256) {}
