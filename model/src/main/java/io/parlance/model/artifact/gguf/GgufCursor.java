package io.parlance.model.artifact.gguf;

import io.parlance.model.artifact.MappedFile;
import io.parlance.model.artifact.ModelFormatException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A place in a GGUF header that moves on with each value read; never reads past the end of the file. */
final class GgufCursor {
    private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MappedFile file;
    private long position;

    GgufCursor(MappedFile file) {
        this.file = file;
    }

    long position() {
        return position;
    }

    byte int8() {
        return file.bytes().get(ValueLayout.JAVA_BYTE, advance(1));
    }

    short int16() {
        return file.bytes().get(I16, advance(2));
    }

    int int32() {
        return file.bytes().get(I32, advance(4));
    }

    long int64() {
        return file.bytes().get(I64, advance(8));
    }

    /** A count of things that take at least {@code leastBytes} each, so that a garbled one cannot exhaust memory. */
    int count(String what, int leastBytes) {
        long at = position;
        long count = int64();
        if (count < 0 || count > (file.size() - position) / leastBytes || count > Integer.MAX_VALUE - 8) {
            throw fault("byte %,d: %s is %s, more than the file can hold"
                    .formatted(at, what, Long.toUnsignedString(count)));
        }
        return (int) count;
    }

    String text() {
        int length = count("the length of a string", 1);
        byte[] bytes = new byte[length];
        MemorySegment.copy(file.bytes(), ValueLayout.JAVA_BYTE, advance(length), bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Something in this file, for a message. */
    String place(String what) {
        return "%s: %s".formatted(file.path(), what);
    }

    ModelFormatException fault(String problem) {
        return new ModelFormatException("%s: %s; fetch the file again".formatted(file.path(), problem));
    }

    private long advance(long bytes) {
        if (bytes > file.size() - position) {
            throw fault(
                    "the header goes on past the end of the file at byte %,d: it is truncated".formatted(file.size()));
        }
        long at = position;
        position += bytes;
        return at;
    }
}
