package io.parlance.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads lines of bytes off a stream while holding no more than one line. Lines end with LF or CRLF; the last needs no
 * end. A line over the limit is read to its end and kept only in its beginning, so that the next one is found.
 */
public final class LineReader {
    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int limit;
    private long number;

    /** @param maxBytes of one line; a longer one is kept in its beginning */
    public LineReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** One line as bytes, without its end; of a line over the limit its beginning. */
    public static final class Line {
        private final long number;
        private final byte[] bytes;
        private final long length;

        /**
         * @param number 1-based
         * @param bytes the line without its end; the first {@code maxBytes} of it when it is longer
         * @param length its whole length in bytes
         */
        Line(long number, byte[] bytes, long length) {
            this.number = number;
            this.bytes = bytes;
            this.length = length;
        }

        public long number() {
            return number;
        }

        public byte[] bytes() {
            return bytes;
        }

        public long length() {
            return length;
        }

        public boolean isCut() {
            return length > bytes.length;
        }

        public boolean isBlank() {
            if (isCut()) {
                return false;
            }
            for (byte b : bytes) {
                if (b != ' ' && b != '\t') {
                    return false;
                }
            }
            return true;
        }
    }

    /** The next line, or null at the end of the stream. */
    public Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        long length = 0;
        boolean any = false;
        while (fill()) {
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            length += end - position;
            line.write(buffer, position, Math.min(end - position, Math.max(0, maxBytes + 1 - line.size())));
            boolean complete = end < limit;
            position = complete ? end + 1 : end;
            if (complete) {
                break;
            }
        }
        return any ? trimmed(line.toByteArray(), length) : null;
    }

    private Line trimmed(byte[] bytes, long length) {
        number++;
        boolean carriageReturn = length == bytes.length && length > 0 && bytes[bytes.length - 1] == '\r';
        int keep = (int) Math.min(maxBytes, carriageReturn ? length - 1 : length);
        return new Line(
                number,
                keep == bytes.length ? bytes : Arrays.copyOf(bytes, keep),
                carriageReturn ? length - 1 : length);
    }

    private boolean fill() throws IOException {
        while (position == limit) {
            int read = in.read(buffer, 0, buffer.length);
            if (read < 0) {
                return false;
            }
            position = 0;
            limit = read;
        }
        return true;
    }
}
