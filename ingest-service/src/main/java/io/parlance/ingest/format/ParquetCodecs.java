package io.parlance.ingest.format;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Unpacks Parquet's pages with the libraries that are here anyway; parquet's own way to them leads through Hadoop. */
final class ParquetCodecs implements CompressionCodecFactory {
    /** Writers make pages of about a megabyte; what claims to be much longer is broken. */
    private static final int MAX_PAGE_BYTES = 64 * 1024 * 1024;

    private interface Unpacking {
        byte[] unpacked(byte[] packed, int size) throws IOException;
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> new Decompressor((packed, _) -> packed);
            case SNAPPY -> new Decompressor(ParquetCodecs::snappy);
            case GZIP -> new Decompressor(ParquetCodecs::gzip);
            case ZSTD -> new Decompressor((packed, size) -> Zstd.decompress(packed, size));
            case LZ4_RAW ->
                new Decompressor((packed, size) ->
                        LZ4Factory.fastestInstance().safeDecompressor().decompress(packed, size));
            case LZ4, LZO, BROTLI ->
                throw new UnsupportedOperationException(
                        "is compressed with %s; write it with zstd, snappy, gzip, lz4_raw or uncompressed"
                                .formatted(codec));
        };
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("Parquet is only read here");
    }

    @Override
    public void release() {}

    private static byte[] snappy(byte[] packed, int size) throws IOException {
        if (Snappy.uncompressedLength(packed) != size) {
            throw new IOException("a page is not as long as it says");
        }
        return Snappy.uncompress(packed);
    }

    private static byte[] gzip(byte[] packed, int size) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readNBytes(size);
        }
    }

    private record Decompressor(Unpacking unpacking) implements BytesInputDecompressor {

        @Override
        public BytesInput decompress(BytesInput packed, int size) throws IOException {
            return BytesInput.from(unpacked(packed.toInputStream().readAllBytes(), size));
        }

        @Override
        public void decompress(ByteBuffer packed, int packedSize, ByteBuffer into, int size) throws IOException {
            byte[] bytes = new byte[packedSize];
            packed.get(bytes);
            into.put(unpacked(bytes, size));
        }

        @Override
        public void release() {}

        private byte[] unpacked(byte[] packed, int size) throws IOException {
            if (size < 0 || size > MAX_PAGE_BYTES) {
                throw new IOException("a page of %d bytes is longer than %d".formatted(size, MAX_PAGE_BYTES));
            }
            byte[] bytes = unpacking.unpacked(packed, size);
            if (bytes.length != size) {
                throw new IOException("a page has %d bytes, it says %d".formatted(bytes.length, size));
            }
            return bytes;
        }
    }
}
