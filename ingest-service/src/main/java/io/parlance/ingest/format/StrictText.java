package io.parlance.ingest.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads UTF-8, or UTF-16 where a byte order mark says so. A byte that is neither is refused by its number. */
final class StrictText extends Reader {
    private final InputStream in;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes;
    private final CharBuffer decoded = CharBuffer.allocate(8 * 1024).flip();
    private long bytesBefore;
    private long line = 1;
    private boolean ended;

    StrictText(InputStream in) throws IOException {
        this.in = in;
        byte[] buffer = new byte[16 * 1024];
        int start = in.readNBytes(buffer, 0, 3);
        int mark = 0;
        Charset charset = StandardCharsets.UTF_8;
        if (start == 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF) {
            mark = 3;
        } else if (start >= 2 && buffer[0] == (byte) 0xFE && buffer[1] == (byte) 0xFF) {
            mark = 2;
            charset = StandardCharsets.UTF_16BE;
        } else if (start >= 2 && buffer[0] == (byte) 0xFF && buffer[1] == (byte) 0xFE) {
            mark = 2;
            charset = StandardCharsets.UTF_16LE;
        }
        this.bytes = ByteBuffer.wrap(buffer, mark, start - mark);
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!decoded.hasRemaining() && !decode()) {
            return -1;
        }
        int count = Math.min(length, decoded.remaining());
        decoded.get(into, offset, count);
        for (int i = offset; i < offset + count; i++) {
            line += into[i] == '\n' ? 1 : 0;
        }
        return count;
    }

    private boolean decode() throws IOException {
        while (true) {
            decoded.clear();
            CoderResult result = decoder.decode(bytes, decoded, ended);
            decoded.flip();
            if (decoded.hasRemaining()) {
                return true;
            }
            if (result.isError()) {
                throw new Malformed(line, bytesBefore + bytes.position(), decoder.charset());
            }
            if (ended) {
                return false;
            }
            fill();
        }
    }

    private void fill() throws IOException {
        bytesBefore += bytes.position();
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        ended = read < 0;
        bytes.position(bytes.position() + Math.max(0, read));
        bytes.flip();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** The bytes are no text. */
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1L;
        private final long line;

        private Malformed(long line, long offset, Charset charset) {
            super("is not well-formed %s at byte %d; save it as UTF-8, what follows is not read"
                    .formatted(charset.name(), offset));
            this.line = line;
        }

        long line() {
            return line;
        }
    }
}
