package io.parlance.inference.answer;

import io.parlance.model.onnx.GeneratedToken;
import java.util.List;

/**
 * Text that can be shown, with the tokens it is made of.
 *
 * @param tokens whose text begins in it, when log probabilities were asked for; else none
 */
public record Piece(String text, List<GeneratedToken> tokens) {
    public static final Piece NONE = new Piece("", List.of());

    public Piece {
        tokens = List.copyOf(tokens);
    }

    public boolean isEmpty() {
        return text.isEmpty() && tokens.isEmpty();
    }
}
