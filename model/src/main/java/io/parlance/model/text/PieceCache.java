package io.parlance.model.text;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Ids of pieces seen before. Texts repeat their words; the first ones met fill it, and then it stays as it is. */
final class PieceCache {
    private static final int MAX_PIECES = 1 << 16;
    private static final int MAX_UNITS = 32;

    private final Map<String, int[]> ids = new ConcurrentHashMap<>();

    /** The ids, or null. The array is shared: not to be written to. */
    int[] find(String piece) {
        return ids.get(piece);
    }

    void keep(String piece, int[] pieceIds) {
        if (piece.length() <= MAX_UNITS && ids.size() < MAX_PIECES) {
            ids.putIfAbsent(piece, pieceIds);
        }
    }
}
