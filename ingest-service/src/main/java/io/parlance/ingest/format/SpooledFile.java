package io.parlance.ingest.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A stream kept in a temporary file, for formats that are read from their end; gone when closed. */
final class SpooledFile implements Closeable {
    private final Path path;

    private SpooledFile(Path path) {
        this.path = path;
    }

    /** @throws SourceTooLarge when there is more than may be kept */
    static SpooledFile of(InputStream in, long maxBytes) throws IOException {
        SpooledFile spooled = new SpooledFile(Files.createTempFile("parlance-", ".spool"));
        try (OutputStream out = Files.newOutputStream(spooled.path)) {
            byte[] buffer = new byte[64 * 1024];
            long bytes = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                if (bytes > maxBytes) {
                    throw new SourceTooLarge(maxBytes);
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException | RuntimeException e) {
            spooled.close();
            throw e;
        }
        return spooled;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
