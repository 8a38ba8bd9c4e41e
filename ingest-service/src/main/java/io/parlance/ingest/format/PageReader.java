package io.parlance.ingest.format;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Reads plain text or HTML, which are taken in whole, so one page may be no longer than a record. */
final class PageReader implements RecordReader {
    private final Format format;
    private final Reading reading;
    private final Reader text;
    private Deque<ReadRecord> records;

    /** @param format TEXT or HTML @param text closed with the reader */
    PageReader(Format format, Reading reading, Reader text) {
        this.format = format;
        this.reading = reading;
        this.text = text;
    }

    @Override
    public ReadRecord next() throws IOException {
        if (records == null) {
            records = new ArrayDeque<>();
            try {
                read();
            } catch (StrictText.Malformed e) {
                refuse(e.line(), e.getMessage());
            }
        }
        return records.poll();
    }

    @Override
    public Format format() {
        return format;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    private void read() throws IOException {
        char[] buffer = new char[8 * 1024];
        StringBuilder whole = new StringBuilder();
        for (int read = text.read(buffer); read >= 0; read = text.read(buffer)) {
            whole.append(buffer, 0, read);
            if (whole.length() > reading.maxRecordBytes()) {
                refuse(
                        1L,
                        "has more than %d characters, the most that is read of a page; split it"
                                .formatted(reading.maxRecordBytes()));
                return;
            }
        }
        if (whole.toString().isBlank()) {
            return;
        }
        Page page = format == Format.HTML
                ? HtmlPage.of(whole.toString())
                : TextPage.of(whole.toString(), nameOf(reading.fileName()));
        List<Sections.Exchange> exchanges = Sections.exchanges(page);
        for (Sections.Exchange exchange : exchanges) {
            records.add(new ReadRecord(
                    exchange.line(),
                    format,
                    new ReadRecord.Chat(exchange.chat(), FieldNames.SAME),
                    () -> exchange.answered().getBytes(StandardCharsets.UTF_8)));
        }
        if (exchanges.isEmpty()) {
            refuse(
                    1L,
                    page.sections().isEmpty()
                            ? "holds no text below its title and headings"
                            : "has neither a title nor headings to ask by; begin it with a short line and a blank one");
        }
    }

    private void refuse(Long line, String rule) {
        records.add(new ReadRecord(line, format, ReadRecord.Refused.because("", rule), () -> new byte[0]));
    }

    /** A file's name without its endings: the title of a text that has none. */
    private static String nameOf(String fileName) {
        if (fileName == null) {
            return null;
        }
        String name = ContentCoding.unpackedName(fileName);
        return name.indexOf('.') < 1 ? name : name.substring(0, name.lastIndexOf('.'));
    }
}
