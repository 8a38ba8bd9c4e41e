package io.parlance.ingest.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Reads a Parquet file, a row group at a time. Its rows are numbered from 1 in place of lines. */
final class ParquetReader implements RecordReader {
    /** How the library calls a file: by its own class and an address in memory. */
    private static final Pattern LIBRARY_NAME = Pattern.compile("\\S*LocalInputFile@[0-9a-f]+");

    private final Path file;
    private final Closeable release;
    private final Reading reading;
    private ParquetFileReader parquet;
    private List<String> columns;
    private RowMapping mapping;
    private MessageColumnIO columnIo;
    private org.apache.parquet.io.RecordReader<Map<String, Object>> rows;
    private long rowsLeft;
    private long row;
    private boolean ended;

    /** @param release what to do once the file is read no more */
    ParquetReader(Path file, Closeable release, Reading reading) {
        this.file = file;
        this.release = release;
        this.reading = reading;
    }

    @Override
    public ReadRecord next() throws IOException {
        if (ended) {
            return null;
        }
        try {
            if (parquet == null) {
                if (Files.size(file) == 0) {
                    ended = true;
                    return null;
                }
                open();
            }
            if (rowsLeft == 0 && !nextGroup()) {
                ended = true;
                return null;
            }
            rowsLeft--;
            row++;
            return record(rows.read());
        } catch (RowMapping.Unmappable e) {
            return last(0, "columns", e.getMessage());
        } catch (UnsupportedOperationException e) {
            return last(row, "", String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Whatever a broken file provokes in the library; a schema may be nested without end.
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return last(
                    row,
                    "",
                    "cannot be read, nor what follows: "
                            + JsonKind.line(LIBRARY_NAME.matcher(why).replaceAll("this")));
        }
    }

    @Override
    public Format format() {
        return Format.PARQUET;
    }

    @Override
    public void close() throws IOException {
        try {
            if (parquet != null) {
                parquet.close();
            }
        } finally {
            release.close();
        }
    }

    private void open() throws IOException, RowMapping.Unmappable {
        parquet = ParquetFileReader.open(
                new LocalInputFile(file),
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withCodecFactory(new ParquetCodecs())
                        .build());
        refuseTooLarge(parquet.getRowGroups());
        MessageType schema = parquet.getFileMetaData().getSchema();
        columns = schema.getFields().stream().map(Type::getName).toList();
        mapping = RowMapping.of(columns, reading.columns(), reading.ignored());
        List<Type> wanted = new ArrayList<>(schema.getFields());
        wanted.removeIf(column -> reading.ignored().contains(column.getName()));
        MessageType read = new MessageType(schema.getName(), wanted);
        parquet.setRequestedSchema(read);
        columnIo = new ColumnIOFactory(parquet.getFileMetaData().getCreatedBy()).getColumnIO(read, schema);
    }

    private boolean nextGroup() throws IOException {
        while (rowsLeft == 0) {
            PageReadStore pages = parquet.readNextRowGroup();
            if (pages == null) {
                return false;
            }
            rowsLeft = pages.getRowCount();
            rows = columnIo.getRecordReader(pages, new ParquetRows(columnIo.getType()));
        }
        return true;
    }

    private static void refuseTooLarge(List<BlockMetaData> groups) throws IOException {
        // A row group is read as a whole, so one larger than the memory must not be begun.
        long most = Runtime.getRuntime().maxMemory() / 4;
        for (BlockMetaData group : groups) {
            if (group.getCompressedSize() > most) {
                throw new IOException(
                        "a row group has %d bytes, at most %d are read at once; write smaller ones, such as row_group_size=10000"
                                .formatted(group.getCompressedSize(), most));
            }
        }
    }

    private ReadRecord record(Map<String, Object> values) {
        List<Object> cells = new ArrayList<>(columns.size());
        columns.forEach(column -> cells.add(values.get(column)));
        return new ReadRecord(row, Format.PARQUET, mapping.content(cells), () -> RecordParser.write(values)
                .getBytes(StandardCharsets.UTF_8));
    }

    private ReadRecord last(long at, String field, String rule) {
        ended = true;
        return new ReadRecord(
                at == 0 ? null : Long.valueOf(at),
                Format.PARQUET,
                ReadRecord.Refused.because(field, rule),
                () -> new byte[0]);
    }
}
