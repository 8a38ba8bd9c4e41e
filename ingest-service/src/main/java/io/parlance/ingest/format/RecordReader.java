package io.parlance.ingest.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads records one at a time, and no further than it is asked. What is wrong with one record is told in its place;
 * after a fault that hides where the next one begins, the fault is the last record. Used by one thread.
 */
public interface RecordReader extends Closeable {

    /** The next record, or null at the end. @throws IOException when the stream itself fails */
    ReadRecord next() throws IOException;

    /** What it reads; null as long as no record has shown it. */
    Format format();

    /**
     * A reader of the format that is named or found.
     *
     * @param in not compressed; closed with the reader
     * @throws UnknownFormat when nothing tells what is in it
     * @throws UnfitParameter when the format has no use for something that was asked
     * @throws SourceTooLarge when it is of a format that must be kept on disk, and too large for that
     */
    static RecordReader open(InputStream in, Reading reading) throws IOException {
        return Belonging.to(reading, new Detection(reading).open(in));
    }

    /**
     * The same of a file, which is unpacked as it is read when {@link Reading#fileName} ends with .gz or .zst.
     *
     * @throws CorruptCoding when it is not what its name says
     */
    static RecordReader open(Path file, Reading reading) throws IOException {
        return Belonging.to(reading, new Detection(reading).open(file));
    }
}
