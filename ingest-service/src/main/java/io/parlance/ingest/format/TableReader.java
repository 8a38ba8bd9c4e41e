package io.parlance.ingest.format;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads CSV and TSV with the quotes of RFC 4180. A row that begins on one line and ends on another has the first's number. */
final class TableReader implements RecordReader {
    private final Format format;
    private final Reading reading;
    private final Reader text;
    private final CsvReader<CsvRecord> rows;
    private CloseableIterator<CsvRecord> iterator;
    private RowMapping mapping;
    private int width;
    private long lastLine = 1;
    private boolean ended;

    /** @param format CSV or TSV @param text closed with the reader */
    TableReader(Format format, Reading reading, Reader text) {
        this.format = format;
        this.reading = reading;
        this.text = text;
        this.rows = CsvReader.builder()
                .fieldSeparator(format == Format.TSV ? '\t' : ',')
                .commentStrategy(CommentStrategy.NONE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .build(
                        CsvRecordHandler.of(handler ->
                                handler.maxFieldSize(reading.maxRecordBytes()).maxRecordSize(reading.maxRecordBytes())),
                        text);
    }

    @Override
    public ReadRecord next() throws IOException {
        while (!ended) {
            CsvRecord row;
            try {
                // The iterator reads the first row when it is made.
                iterator = iterator == null ? rows.iterator() : iterator;
                row = iterator.hasNext() ? iterator.next() : null;
            } catch (CsvParseException | UncheckedIOException e) {
                ended = true;
                return broken(e);
            }
            if (row == null) {
                ended = true;
                return null;
            }
            lastLine = row.getStartingLineNumber();
            ReadRecord record = mapping == null ? first(row) : record(row);
            if (record != null) {
                return record;
            }
        }
        return null;
    }

    @Override
    public Format format() {
        return format;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    /** The header gives no record; without one the first row does. */
    private ReadRecord first(CsvRecord row) {
        width = row.getFieldCount();
        try {
            mapping = RowMapping.of(
                    reading.columns().header() ? row.getFields() : numbers(width),
                    reading.columns(),
                    reading.ignored());
        } catch (RowMapping.Unmappable e) {
            ended = true;
            return record(row, ReadRecord.Refused.because("columns", e.getMessage() + separatorHint(row)));
        }
        return reading.columns().header() ? null : record(row);
    }

    private ReadRecord record(CsvRecord row) {
        return record(
                row,
                row.getFieldCount() == width
                        ? mapping.content(row.getFields())
                        : ReadRecord.Refused.because(
                                "",
                                "has %d fields, the first row has %d; quote fields that hold separators or line ends"
                                        .formatted(row.getFieldCount(), width)));
    }

    private ReadRecord record(CsvRecord row, ReadRecord.Content content) {
        return new ReadRecord(row.getStartingLineNumber(), format, content, () -> bytes(row));
    }

    /** Spreadsheets of many countries write semicolons and call it CSV. */
    private String separatorHint(CsvRecord row) {
        return format == Format.CSV && width == 1 && row.getField(0).contains(";")
                ? ". The first row has semicolons and no comma: separate columns by commas, or by tabs as tsv"
                : "";
    }

    /** What a table cannot be read behind is its last record. */
    private ReadRecord broken(RuntimeException e) throws IOException {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        long line = lastLine + 1;
        String rule;
        if (cause instanceof StrictText.Malformed malformed) {
            line = malformed.line();
            rule = malformed.getMessage();
        } else if (cause instanceof IOException io) {
            throw io;
        } else {
            rule = "cannot be read, nor what follows: " + cause.getMessage();
            line = startingLine(e, line);
        }
        return new ReadRecord(line, format, ReadRecord.Refused.because("", rule), () -> new byte[0]);
    }

    /** The parser names the line in its message only. */
    private static long startingLine(RuntimeException e, long otherwise) {
        Matcher said = Pattern.compile("start(?:ed in|ing at) line (\\d+)").matcher(String.valueOf(e.getMessage()));
        return said.find() ? Long.parseLong(said.group(1)) : otherwise;
    }

    private byte[] bytes(CsvRecord row) {
        return String.join(format == Format.TSV ? "\t" : ",", row.getFields()).getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> numbers(int width) {
        List<String> numbers = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }
}
