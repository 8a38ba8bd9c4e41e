package io.parlance.preprocess.example;

import io.parlance.contracts.TokenSpan;
import io.parlance.model.text.TokenSequence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The loss mask as it travels in events. */
final class LossMask {
    private LossMask() {}

    /** The runs of trained tokens, ascending, as long as can be. */
    static List<TokenSpan> spans(TokenSequence tokens) {
        BitSet trained = tokens.trained();
        List<TokenSpan> spans = new ArrayList<>();
        for (int from = trained.nextSetBit(0); from >= 0; ) {
            int to = trained.nextClearBit(from);
            spans.add(new TokenSpan(from, to));
            from = trained.nextSetBit(to);
        }
        return spans;
    }
}
