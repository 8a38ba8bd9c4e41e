package io.parlance.ingest.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts the elements out of one JSON array while holding no more than one of them. It counts brackets outside of texts
 * and leaves all else to whoever parses the element, so a broken element seldom costs its neighbours.
 */
final class ArrayReader implements Frames {
    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int limit;
    private long line = 1;
    private State state = State.BEFORE;
    private Frame trailing;

    private enum State {
        BEFORE,
        INSIDE,
        DONE
    }

    /** @param in begins with the array; white space may stand before it */
    ArrayReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    @Override
    public Frame next() throws IOException {
        if (state == State.DONE) {
            Frame behind = trailing;
            trailing = null;
            return behind;
        }
        boolean first = state == State.BEFORE;
        if (first) {
            skipSpace();
            read();
            state = State.INSIDE;
        }
        skipSpace();
        if (first && peek() == ']') {
            read();
            return end();
        }
        return element();
    }

    private Frame element() throws IOException {
        long begins = line;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        long length = 0;
        int depth = 0;
        boolean text = false;
        boolean escaped = false;
        while (peek() >= 0) {
            int start = position;
            for (; position < limit; position++) {
                byte b = buffer[position];
                if (text) {
                    text = escaped || b != '"';
                    escaped = !escaped && b == '\\';
                } else if (b == '"') {
                    text = true;
                } else if (depth == 0 && (b == ',' || b == ']')) {
                    length += keep(bytes, start);
                    position++;
                    return cut(begins, bytes.toByteArray(), length, b == ']');
                } else if (b == '{' || b == '[') {
                    depth++;
                } else if (b == '}' || b == ']') {
                    depth--;
                }
                line += b == '\n' ? 1 : 0;
            }
            length += keep(bytes, start);
        }
        state = State.DONE;
        return Frame.faulty(begins, bytes.toByteArray(), length, "is cut short: the stream ends before the array's ]");
    }

    /** Adds what was read since then, as far as it may be kept. */
    private int keep(ByteArrayOutputStream bytes, int start) {
        int count = position - start;
        bytes.write(buffer, start, Math.min(count, maxBytes - bytes.size()));
        return count;
    }

    private Frame cut(long begins, byte[] bytes, long length, boolean last) throws IOException {
        Frame frame = new Frame(begins, bytes, length);
        if (frame.isBlank()) {
            frame = Frame.faulty(
                    begins, bytes, length, "is missing: there is a comma with nothing behind it; take it out");
        }
        if (last) {
            trailing = end();
        }
        return frame;
    }

    private Frame end() throws IOException {
        skipSpace();
        state = State.DONE;
        return peek() < 0
                ? null
                : Frame.faulty(
                        line,
                        new byte[] {(byte) peek()},
                        1,
                        "stands behind the array's ]; what follows is not read, send one array");
    }

    private void skipSpace() throws IOException {
        for (int b = peek(); b == ' ' || b == '\t' || b == '\r' || b == '\n'; b = peek()) {
            read();
        }
    }

    private int peek() throws IOException {
        while (position == limit) {
            int read = in.read(buffer, 0, buffer.length);
            if (read < 0) {
                return -1;
            }
            position = 0;
            limit = read;
        }
        return buffer[position] & 0xff;
    }

    private int read() throws IOException {
        int b = peek();
        if (b >= 0) {
            position++;
            line += b == '\n' ? 1 : 0;
        }
        return b;
    }
}
