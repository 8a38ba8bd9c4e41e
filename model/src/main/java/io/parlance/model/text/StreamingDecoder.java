package io.parlance.model.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text of one answer, token by token: bytes that do not yet make a whole character are held back until they do. For
 * one answer and one thread at a time.
 */
public final class StreamingDecoder {
    private final Tokenizer tokenizer;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] heldBack = {};

    public StreamingDecoder(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** What can be shown now; empty while a character is still incomplete. */
    public String add(int id) {
        byte[] more = tokenizer.bytes(id);
        byte[] bytes = Arrays.copyOf(heldBack, heldBack.length + more.length);
        System.arraycopy(more, 0, bytes, heldBack.length, more.length);
        return decode(bytes, false);
    }

    /** The rest: an incomplete character as U+FFFD. Afterwards the decoder can begin another text. */
    public String finish() {
        String rest = decode(heldBack, true);
        utf8.reset();
        return rest;
    }

    private String decode(byte[] bytes, boolean last) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        utf8.reset();
        utf8.decode(in, out, last);
        heldBack = last ? new byte[0] : Arrays.copyOfRange(bytes, in.position(), bytes.length);
        return out.flip().toString();
    }
}
