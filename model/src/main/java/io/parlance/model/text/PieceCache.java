package io.parlance.model.text;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens of pieces seen before. Texts repeat their words; the first ones met fill it, and then it stays as it is. */
final class PieceCache {
    private static final int MAX_PIECES = 1 << 16;
    private static final int MAX_UNITS = 32;

    private final Map<String, EncodedPiece> pieces = new ConcurrentHashMap<>();

    /** Or null. */
    EncodedPiece find(String piece) {
        return pieces.get(piece);
    }

    void keep(String piece, EncodedPiece encoded) {
        if (piece.length() <= MAX_UNITS && pieces.size() < MAX_PIECES) {
            pieces.putIfAbsent(piece, encoded);
        }
    }
}
