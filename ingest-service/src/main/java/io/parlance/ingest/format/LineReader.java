package io.parlance.ingest.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads lines of bytes off a stream while holding no more than one line. Lines end with LF or CRLF; the last needs no
 * end; blank ones are counted and left out. A line over the limit is read to its end and kept only in its beginning, so
 * that the next one is found.
 */
final class LineReader implements Frames {
    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int limit;
    private long number;

    LineReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    @Override
    public Frame next() throws IOException {
        Frame line = line();
        while (line != null && line.isBlank()) {
            line = line();
        }
        return line;
    }

    private Frame line() throws IOException {
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

    private Frame trimmed(byte[] bytes, long length) {
        number++;
        boolean carriageReturn = length == bytes.length && length > 0 && bytes[bytes.length - 1] == '\r';
        int keep = (int) Math.min(maxBytes, carriageReturn ? length - 1 : length);
        return new Frame(
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
