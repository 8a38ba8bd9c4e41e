package io.parlance.ingest.format;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Reads the JSON formats. The first record whose fields tell settles the format; one that tells of another is a stray. */
final class JsonRecordReader implements RecordReader {
    private final Frames frames;
    private final Closeable source;
    private final boolean named;
    private final Set<String> ignored;
    private Format format;
    private Translation translation = Translation.of(Format.OPENAI_CHAT);
    private Long settledLine;
    private String settledBy;

    /** @param source closed with the reader @param format the one that was named, or null */
    JsonRecordReader(Frames frames, Closeable source, Format format, Set<String> ignored) {
        this.frames = frames;
        this.source = source;
        this.named = format != null;
        this.ignored = ignored;
        if (named) {
            settle(format);
        }
    }

    @Override
    public ReadRecord next() throws IOException {
        Frame frame = frames.next();
        if (frame == null) {
            return null;
        }
        ReadRecord.Content content = content(frame);
        return new ReadRecord(frame.line(), format, content, frame);
    }

    @Override
    public Format format() {
        return format;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    private ReadRecord.Content content(Frame frame) {
        if (frame.fault() != null) {
            return ReadRecord.Refused.because("", frame.fault());
        }
        if (frame.isCut()) {
            return ReadRecord.Refused.because(
                    "",
                    "has %d bytes, at most %d are read; split the conversation"
                            .formatted(frame.length(), frame.bytes().length));
        }
        return switch (RecordParser.parse(frame.bytes())) {
            case ParsedJson.Unreadable u -> ReadRecord.Refused.because("", u.rule());
            case ParsedJson.Value(Map<?, ?> record) -> content(frame, record);
            case ParsedJson.Value(Object other) ->
                ReadRecord.Refused.because("", "expected a JSON object, found " + JsonKind.of(other));
        };
    }

    private ReadRecord.Content content(Frame frame, Map<?, ?> record) {
        ignored.forEach(record::remove);
        if (format == null) {
            Format found = Format.of(record);
            if (found != null) {
                settle(found);
                settledLine = frame.line();
                settledBy = found.toldBy(record);
            }
        } else if (format.toldBy(record) == null) {
            Format found = Format.of(record);
            if (found != null) {
                return new ReadRecord.Stray(stray(frame, found, found.toldBy(record)));
            }
        }
        return translation.translate(record);
    }

    private void settle(Format settled) {
        format = settled;
        translation = Translation.of(settled);
    }

    private String stray(Frame frame, Format found, String by) {
        String here = frame.line() == null ? "the record" : "line " + frame.line();
        return named
                ? "%s is %s (%s), but format=%s was asked for: one format per file"
                        .formatted(here, found.wireName(), by, format.wireName())
                : "line %d is %s (%s), %s is %s (%s): one format per file"
                        .formatted(settledLine, format.wireName(), settledBy, here, found.wireName(), by);
    }
}
