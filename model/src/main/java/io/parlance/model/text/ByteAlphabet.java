package io.parlance.model.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * GPT-2's way of writing bytes as printable characters: printable Latin-1 bytes stand for themselves, the other 68 are
 * U+0100 onwards in ascending order. Vocabularies of byte-level BPE are written in it.
 */
final class ByteAlphabet {
    private static final int EXTRA = 256;
    private static final char[] SYMBOLS = new char[256];
    private static final int[] BYTES = new int[512];

    static {
        Arrays.fill(BYTES, -1);
        int extra = EXTRA;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 0xA1 && b != 0xAD;
            SYMBOLS[b] = (char) (printable ? b : extra++);
            BYTES[SYMBOLS[b]] = b;
        }
    }

    private ByteAlphabet() {}

    /** The symbol of a byte, given as 0..255. */
    static String symbol(int unsignedByte) {
        return String.valueOf(SYMBOLS[unsignedByte]);
    }

    /** The bytes that a token's text stands for; a text that is not all in the alphabet stands for its own UTF-8. */
    static byte[] bytes(String token) {
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            char symbol = token.charAt(i);
            if (symbol >= BYTES.length || BYTES[symbol] < 0) {
                return token.getBytes(StandardCharsets.UTF_8);
            }
            bytes[i] = (byte) BYTES[symbol];
        }
        return bytes;
    }
}
