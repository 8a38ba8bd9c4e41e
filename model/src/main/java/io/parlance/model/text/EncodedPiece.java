package io.parlance.model.text;

/** The tokens of a piece; for each the UTF-16 unit of the piece's character in which it begins. Shared, so never written to. */
final class EncodedPiece {
    private static final int[] AT_ITS_BEGINNING = {0};

    private final int[] ids;
    private final int[] starts;

    /** @param bytesById of each token @param idsByByte negative for bytes that the vocabulary lacks */
    EncodedPiece(String piece, int[] ids, byte[][] bytesById, int[] idsByByte) {
        this.ids = ids;
        PieceBytes place = new PieceBytes(piece, idsByByte);
        int[] found = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            found[i] = place.unitOfNextByte();
            place.advance(bytesById[ids[i]].length);
        }
        this.starts = found.length == 1 && found[0] == 0 ? AT_ITS_BEGINNING : found;
    }

    int size() {
        return ids.length;
    }

    int id(int index) {
        return ids[index];
    }

    int start(int index) {
        return starts[index];
    }
}
