package io.parlance.model.text;

/**
 * Text of one answer, token by token: bytes that do not yet make a whole character are held back until they do. Bytes
 * that never can become U+FFFD, one for each longest beginning of a character (the Unicode standard's recommendation).
 * For one answer and one thread at a time.
 */
public final class StreamingDecoder {
    private static final char REPLACEMENT = '\uFFFD';

    private final Tokenizer tokenizer;
    private int codePoint;
    private int missing;
    private int lowestNext;
    private int highestNext;

    public StreamingDecoder(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** What can be shown now; empty while a character is still incomplete. */
    public String add(int id) {
        StringBuilder out = new StringBuilder();
        for (byte b : tokenizer.bytes(id)) {
            add(b & 0xFF, out);
        }
        return out.toString();
    }

    /** The rest: an incomplete character as U+FFFD. Afterwards the decoder can begin another text. */
    public String finish() {
        boolean incomplete = missing > 0;
        missing = 0;
        return incomplete ? String.valueOf(REPLACEMENT) : "";
    }

    private void add(int b, StringBuilder out) {
        if (missing == 0) {
            begin(b, out);
        } else if (b < lowestNext || b > highestNext) {
            out.append(REPLACEMENT);
            missing = 0;
            begin(b, out);
        } else {
            codePoint = codePoint << 6 | b & 0x3F;
            missing--;
            lowestNext = 0x80;
            highestNext = 0xBF;
            if (missing == 0) {
                out.appendCodePoint(codePoint);
            }
        }
    }

    /** The first byte of a character; some narrow the second (table 3-7 of the Unicode standard). */
    private void begin(int b, StringBuilder out) {
        lowestNext = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        highestNext = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
        if (b < 0x80) {
            out.append((char) b);
        } else if (b >= 0xC2 && b <= 0xDF) {
            codePoint = b & 0x1F;
            missing = 1;
        } else if (b >= 0xE0 && b <= 0xEF) {
            codePoint = b & 0x0F;
            missing = 2;
        } else if (b >= 0xF0 && b <= 0xF4) {
            codePoint = b & 0x07;
            missing = 3;
        } else {
            out.append(REPLACEMENT);
        }
    }
}
