package io.parlance.model.text;

/** Walks over the UTF-8 bytes of a piece that have a token, telling for each the UTF-16 unit of its character. */
final class PieceBytes {
    private final int[] units;
    private int next;

    /** @param idsByByte negative for bytes that the vocabulary lacks */
    PieceBytes(String piece, int[] idsByByte) {
        int[] found = new int[piece.length() * 3]; // a UTF-16 unit is at most three bytes
        int n = 0;
        for (int i = 0; i < piece.length(); ) {
            int codePoint = piece.codePointAt(i);
            for (int k = 0, length = utf8Length(codePoint); k < length; k++) {
                if (idsByByte[utf8Byte(codePoint, k, length)] >= 0) {
                    found[n++] = i;
                }
            }
            i += Character.charCount(codePoint);
        }
        this.units = java.util.Arrays.copyOf(found, n);
    }

    int unitOfNextByte() {
        return units[next];
    }

    void advance(int bytes) {
        next += bytes;
    }

    private static int utf8Length(int codePoint) {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }

    private static int utf8Byte(int codePoint, int index, int length) {
        int bits = codePoint >>> 6 * (length - 1 - index);
        if (index > 0) {
            return 0x80 | bits & 0x3F;
        }
        return switch (length) {
            case 1 -> bits;
            case 2 -> 0xC0 | bits;
            case 3 -> 0xE0 | bits;
            default -> 0xF0 | bits;
        };
    }
}
