package io.parlance.inference.answer;

import io.parlance.model.onnx.GeneratedToken;
import io.parlance.model.text.StreamingDecoder;
import io.parlance.model.text.Tokenizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Makes text of one answer's tokens: incomplete characters and possible stop texts are held back, special tokens have no
 * text. For one answer and one thread at a time.
 */
final class AnswerText {
    private record Held(GeneratedToken token, int start) {}

    private final Tokenizer tokenizer;
    private final StreamingDecoder decoder;
    private final StopTexts stops;
    private final int minTokens;
    private final Deque<Held> held = new ArrayDeque<>();
    private int tokens;
    private int decoded;
    private int shown;

    /** @param minTokens until so many are there, no stop text counts */
    AnswerText(Tokenizer tokenizer, List<String> stops, int minTokens) {
        this.tokenizer = tokenizer;
        this.decoder = new StreamingDecoder(tokenizer);
        this.stops = new StopTexts(stops);
        this.minTokens = minTokens;
    }

    /** What can be shown after one more token. */
    Piece add(GeneratedToken token) {
        tokens++;
        if (token.logprobs().isPresent()) {
            held.add(new Held(token, decoded));
        }
        String text = tokenizer.isSpecial(token.tokenId()) ? "" : decoder.add(token.tokenId());
        decoded += text.length();
        return show(tokens <= minTokens ? stops.pass(text) : stops.add(text), false);
    }

    /** A stop text appeared: what is to be shown has been. */
    boolean stopped() {
        return stops.found();
    }

    int tokens() {
        return tokens;
    }

    /** The rest, when the answer ended otherwise. */
    Piece finish() {
        String rest = decoder.finish();
        decoded += rest.length();
        String text = tokens < minTokens ? stops.pass(rest) : stops.add(rest);
        return stops.found() ? show(text, false) : show(text + stops.finish(), true);
    }

    private Piece show(String text, boolean whole) {
        shown += text.length();
        List<GeneratedToken> begun = new ArrayList<>();
        while (!held.isEmpty() && (whole || held.peek().start() < shown)) {
            begun.add(held.poll().token());
        }
        return new Piece(text, begun);
    }
}
