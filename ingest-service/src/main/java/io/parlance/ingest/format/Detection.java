package io.parlance.ingest.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds what a source is written in: as named, else by content type, file name, and its first bytes. */
final class Detection {
    private static final int LOOK_AHEAD_BYTES = 64 * 1024;
    private static final int MARKUP_BYTES = 512;

    private static final Map<String, Form> BY_CONTENT_TYPE = Map.ofEntries(
            Map.entry("application/x-ndjson", Form.JSON_LINES),
            Map.entry("application/jsonl", Form.JSON_LINES),
            Map.entry("application/x-jsonlines", Form.JSON_LINES),
            Map.entry("application/json", Form.JSON),
            Map.entry("text/csv", Form.CSV),
            Map.entry("text/tab-separated-values", Form.TSV),
            Map.entry("text/html", Form.HTML),
            Map.entry("application/xhtml+xml", Form.HTML),
            Map.entry("text/markdown", Form.TEXT),
            Map.entry("application/vnd.apache.parquet", Form.PARQUET));

    private static final Map<String, Form> BY_EXTENSION = Map.ofEntries(
            Map.entry("jsonl", Form.JSON_LINES),
            Map.entry("ndjson", Form.JSON_LINES),
            Map.entry("json", Form.JSON_FILE),
            Map.entry("csv", Form.CSV),
            Map.entry("tsv", Form.TSV),
            Map.entry("tab", Form.TSV),
            Map.entry("html", Form.HTML),
            Map.entry("htm", Form.HTML),
            Map.entry("xhtml", Form.HTML),
            Map.entry("txt", Form.TEXT),
            Map.entry("text", Form.TEXT),
            Map.entry("md", Form.TEXT),
            Map.entry("parquet", Form.PARQUET));

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
        CSV,
        TSV,
        PARQUET,
        TEXT,
        HTML
    }

    RecordReader open(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, LOOK_AHEAD_BYTES);
        Form form = form(in);
        if (form == Form.PARQUET) {
            SpooledFile spooled = SpooledFile.of(in, reading.maxSpoolBytes());
            in.close();
            return new ParquetReader(spooled.path(), spooled, reading);
        }
        return reader(in, form);
    }

    @SuppressWarnings("resource") // The reader closes the stream; until there is one, the catch does.
    RecordReader open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            Optional<ContentCoding> coding =
                    reading.fileName() == null ? Optional.empty() : ContentCoding.ofFile(reading.fileName());
            if (coding.isPresent()) {
                return open(coding.get().decoded(raw));
            }
            BufferedInputStream in = new BufferedInputStream(raw, LOOK_AHEAD_BYTES);
            Form form = form(in);
            if (form == Form.PARQUET) {
                in.close();
                return new ParquetReader(file, () -> {}, reading);
            }
            return reader(in, form);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private Form form(BufferedInputStream in) throws IOException {
        Form told = reading.format() == null ? null : named(reading.format());
        Form form = told == null ? byNames() : told;
        if (form == null) {
            form = byContent(in);
        }
        if (form == null) {
            throw new UnknownFormat(
                    "nothing tells what this is written in; name it in format, one of " + Format.names());
        }
        refuseUnfit(form);
        return form;
    }

    private RecordReader reader(BufferedInputStream in, Form form) throws IOException {
        return switch (form) {
            case JSON, JSON_FILE, JSON_LINES -> json(in, form);
            case CSV -> new TableReader(Format.CSV, reading, new StrictText(in));
            case TSV -> new TableReader(Format.TSV, reading, new StrictText(in));
            case TEXT -> new PageReader(Format.TEXT, reading, new StrictText(in));
            case HTML -> new PageReader(Format.HTML, reading, new StrictText(in));
            case PARQUET -> throw new IllegalStateException("Parquet is read from a file");
        };
    }

    /** What cannot be honoured is refused, not passed over. */
    private void refuseUnfit(Form form) throws UnfitParameter {
        boolean table = form == Form.CSV || form == Form.TSV || form == Form.PARQUET;
        boolean page = form == Form.TEXT || form == Form.HTML;
        if (!table && !reading.columns().byField().isEmpty()) {
            throw new UnfitParameter("columns", "columns is for csv, tsv and parquet; this is none of them");
        }
        if ((!table || form == Form.PARQUET) && !reading.columns().header()) {
            throw new UnfitParameter("header", "header is for csv and tsv; this is neither");
        }
        if (page && !reading.ignored().isEmpty()) {
            throw new UnfitParameter("ignore", "ignore names fields or columns; a page has none");
        }
    }

    /** Of a JSON format the name says nothing of lines or arrays, so null. */
    private static Form named(Format format) {
        return switch (format) {
            case OPENAI_CHAT, SHAREGPT, ALPACA, PREFERENCE, PROMPT_COMPLETION -> null;
            case CSV -> Form.CSV;
            case TSV -> Form.TSV;
            case PARQUET -> Form.PARQUET;
            case TEXT -> Form.TEXT;
            case HTML -> Form.HTML;
        };
    }

    private Form byNames() {
        Form form = null;
        if (reading.contentType() != null) {
            form = BY_CONTENT_TYPE.get(reading.contentType().toLowerCase(Locale.ROOT));
        }
        if (form == null && reading.fileName() != null) {
            String name = ContentCoding.unpackedName(reading.fileName()).toLowerCase(Locale.ROOT);
            form = BY_EXTENSION.get(name.substring(name.lastIndexOf('.') + 1));
        }
        if (reading.format() != null && (form == null || form.ordinal() > Form.JSON_FILE.ordinal())) {
            return Form.JSON_FILE;
        }
        return form;
    }

    private Form byContent(BufferedInputStream in) throws IOException {
        boolean text = "text/plain".equalsIgnoreCase(reading.contentType());
        int first = firstByte(in);
        if (first == '{' || first == '[') {
            return text ? Form.JSON_LINES : Form.JSON_FILE;
        }
        in.mark(MARKUP_BYTES);
        String start = new String(in.readNBytes(MARKUP_BYTES), StandardCharsets.ISO_8859_1);
        in.reset();
        String markup =
                start.replaceFirst("^\u00EF\u00BB\u00BF", "").stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("PAR1")) {
            return Form.PARQUET;
        }
        if (markup.startsWith("<!doctype html") || markup.startsWith("<html")) {
            return Form.HTML;
        }
        return text ? Form.TEXT : null;
    }

    private RecordReader json(BufferedInputStream in, Form form) throws IOException {
        skipByteOrderMark(in);
        Frames frames;
        if (firstByte(in) == '[' && !saysLines()) {
            frames = new ArrayReader(in, reading.maxRecordBytes());
        } else if (form == Form.JSON || form == Form.JSON_FILE && isOneObject(in)) {
            frames = Frames.one(in, reading.maxRecordBytes());
        } else {
            frames = new LineReader(in, reading.maxRecordBytes());
        }
        return new JsonRecordReader(frames, in, reading.format(), reading.ignored());
    }

    /** A client that says lines gets each line judged, whatever the first one begins with. */
    private boolean saysLines() {
        return reading.contentType() != null
                && BY_CONTENT_TYPE.get(reading.contentType().toLowerCase(Locale.ROOT)) == Form.JSON_LINES;
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
