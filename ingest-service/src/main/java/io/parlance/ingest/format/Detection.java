package io.parlance.ingest.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;

/** Finds what a source is written in: as named, else by content type, file name, and its first bytes. */
final class Detection {
    private static final int LOOK_AHEAD_BYTES = 64 * 1024;

    private static final Map<String, Form> BY_CONTENT_TYPE = Map.ofEntries(
            Map.entry("application/x-ndjson", Form.JSON_LINES),
            Map.entry("application/jsonl", Form.JSON_LINES),
            Map.entry("application/x-jsonlines", Form.JSON_LINES),
            Map.entry("application/json", Form.JSON));

    private static final Map<String, Form> BY_EXTENSION = Map.ofEntries(
            Map.entry("jsonl", Form.JSON_LINES),
            Map.entry("ndjson", Form.JSON_LINES),
            Map.entry("json", Form.JSON_FILE));

    private final Reading reading;

    Detection(Reading reading) {
        this.reading = reading;
    }

    /** How a source is cut into records. */
    private enum Form {
        /** An object on each line; or one array. */
        JSON_LINES,
        /** One object; or one array. */
        JSON,
        /** One object, an object on each line, or one array: people call all of them {@code .json}. */
        JSON_FILE,
    }

    RecordReader open(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, LOOK_AHEAD_BYTES);
        Form form = form();
        if (form == null && (firstByte(in) == '{' || firstByte(in) == '[')) {
            form = Form.JSON_LINES;
        }
        if (form == null) {
            throw new UnknownFormat(
                    "nothing tells what this is written in; name it in format, one of " + Format.names());
        }
        return json(in, form);
    }

    private Form form() {
        if (reading.contentType() != null) {
            Form told = BY_CONTENT_TYPE.get(reading.contentType().toLowerCase(Locale.ROOT));
            if (told != null) {
                return told;
            }
        }
        if (reading.fileName() != null) {
            String name = reading.fileName().toLowerCase(Locale.ROOT);
            Form told = BY_EXTENSION.get(name.substring(name.lastIndexOf('.') + 1));
            if (told != null) {
                return told;
            }
        }
        return reading.format() != null && reading.format().isJson() ? Form.JSON_FILE : null;
    }

    private RecordReader json(BufferedInputStream in, Form form) throws IOException {
        skipByteOrderMark(in);
        Frames frames;
        if (firstByte(in) == '[') {
            frames = new ArrayReader(in, reading.maxRecordBytes());
        } else if (form == Form.JSON || form == Form.JSON_FILE && isOneObject(in)) {
            frames = Frames.one(in, reading.maxRecordBytes());
        } else {
            frames = new LineReader(in, reading.maxRecordBytes());
        }
        return new JsonRecordReader(frames, in, reading.format(), reading.ignored());
    }

    private static void skipByteOrderMark(BufferedInputStream in) throws IOException {
        in.mark(3);
        if (in.read() != 0xEF || in.read() != 0xBB || in.read() != 0xBF) {
            in.reset();
        }
    }

    /** The first byte that is no white space, or -1; nothing is consumed. */
    private static int firstByte(BufferedInputStream in) throws IOException {
        in.mark(LOOK_AHEAD_BYTES);
        int b = in.read();
        for (int i = 1; i < LOOK_AHEAD_BYTES && (b == ' ' || b == '\t' || b == '\r' || b == '\n'); i++) {
            b = in.read();
        }
        in.reset();
        return b;
    }

    /** Whether the first object goes on behind its first line. */
    private static boolean isOneObject(BufferedInputStream in) throws IOException {
        in.mark(LOOK_AHEAD_BYTES);
        byte[] start = in.readNBytes(LOOK_AHEAD_BYTES);
        in.reset();
        int depth = 0;
        boolean text = false;
        boolean begun = false;
        for (int i = 0; i < start.length; i++) {
            byte b = start[i];
            if (b == '\n' && begun) {
                return depth > 0;
            } else if (text) {
                if (b == '\\') {
                    i++;
                } else {
                    text = b != '"';
                }
            } else if (b == '"') {
                text = true;
            } else if (b == '{' || b == '[') {
                depth++;
                begun = true;
            } else if (b == '}' || b == ']') {
                depth--;
            }
        }
        return false;
    }
}
