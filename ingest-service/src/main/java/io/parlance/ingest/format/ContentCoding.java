package io.parlance.ingest.format;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** How a stream may be compressed, with HTTP's names. */
public enum ContentCoding {
    GZIP,
    ZSTD;

    /** So much may unpack from little; from there on the ratio is watched. */
    static final long FREE_BYTES = 64L * 1024 * 1024;

    /** Text does not shrink further than this; what claims to is refused. */
    static final long MOST_TIMES = 1_000;

    /** The one that HTTP calls so, if it is known. */
    public static Optional<ContentCoding> named(String contentCoding) {
        return switch (contentCoding.toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "zstd" -> Optional.of(ZSTD);
            default -> Optional.empty();
        };
    }

    /** The one that a file's name ends with: {@code .gz} or {@code .zst}. */
    public static Optional<ContentCoding> ofFile(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return name.endsWith(".gz") ? Optional.of(GZIP) : name.endsWith(".zst") ? Optional.of(ZSTD) : Optional.empty();
    }

    /** The name by which the content is told: {@code a.jsonl} of {@code a.jsonl.gz}. */
    public static String unpackedName(String fileName) {
        return ofFile(fileName).isPresent() ? fileName.substring(0, fileName.lastIndexOf('.')) : fileName;
    }

    /** The stream unpacked as it is read. Reading throws {@link CorruptCoding} where it cannot be. */
    public InputStream decoded(InputStream in) throws IOException {
        Counted packed = new Counted(in);
        try {
            InputStream unpacked =
                    switch (this) {
                        case GZIP -> new Members(packed);
                        case ZSTD -> new ZstdInputStreamNoFinalizer(packed);
                    };
            return new Watched(unpacked, packed);
        } catch (ZipException | ZstdIOException | EOFException e) {
            throw corrupt(0, e.getMessage());
        }
    }

    private CorruptCoding corrupt(long unpackedBytes, String why) {
        return new CorruptCoding("the %s stream cannot be unpacked behind %d bytes of content: %s"
                .formatted(name().toLowerCase(Locale.ROOT), unpackedBytes, why == null ? "it ends early" : why));
    }

    private static final class Counted extends FilterInputStream {
        private long bytes;

        private Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            bytes += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = in.read(into, offset, length);
            bytes += Math.max(0, read);
            return read;
        }
    }

    /** The JDK's reader takes damage in the header of a further member for the end of all; here it is damage. */
    private static final class Members extends GZIPInputStream {
        private static final int TRAILER_BYTES = 8;
        private final Counted packed;
        private long bytesAtFill;

        private Members(Counted packed) throws IOException {
            super(packed, 64 * 1024);
            this.packed = packed;
        }

        @Override
        protected void fill() throws IOException {
            super.fill();
            bytesAtFill = packed.bytes;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            if (read < 0) {
                // The trailer is read from what is left in the buffer, then from the stream, as is what follows it.
                long behind = inf.getRemaining() + packed.bytes - bytesAtFill - TRAILER_BYTES;
                if (behind > 0 || packed.read() >= 0) {
                    throw new ZipException("what follows its end is no gzip stream");
                }
            }
            return read;
        }
    }

    private final class Watched extends FilterInputStream {
        private final Counted packed;
        private long bytes;

        private Watched(InputStream unpacked, Counted packed) {
            super(unpacked);
            this.packed = packed;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int read = read(one, 0, 1);
            return read < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read;
            try {
                read = in.read(into, offset, length);
            } catch (ZipException | ZstdIOException | EOFException e) {
                throw corrupt(bytes, e.getMessage());
            }
            bytes += Math.max(0, read);
            if (bytes > FREE_BYTES && bytes > MOST_TIMES * packed.bytes) {
                throw corrupt(
                        bytes, "it unpacks to more than %d times its size, which no text does".formatted(MOST_TIMES));
            }
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            return readNBytes((int) Math.min(count, 64 * 1024)).length;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
