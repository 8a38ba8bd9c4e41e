package io.parlance.model.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The external data of an ONNX model: tensors one after the other, each at a page boundary so that it can be mapped. */
final class TensorFile implements AutoCloseable {
    static final int ALIGNMENT = 4096;
    private static final int BUFFER = 1 << 20;

    /** Where a tensor's bytes lie in the file. */
    record Place(long offset, long length) {}

    private final String name;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private long end;

    TensorFile(Path path) throws IOException {
        this.name = path.getFileName().toString();
        this.channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    /** The name by which the model file refers to this one. */
    String name() {
        return name;
    }

    Place append(float[] values) throws IOException {
        long offset = align();
        for (int from = 0; from < values.length; from += BUFFER / Float.BYTES) {
            int count = Math.min(BUFFER / Float.BYTES, values.length - from);
            buffer.clear();
            buffer.asFloatBuffer().put(values, from, count);
            write(buffer.position(0).limit(count * Float.BYTES));
        }
        return new Place(offset, end - offset);
    }

    Place append(byte[] values) throws IOException {
        long offset = align();
        write(ByteBuffer.wrap(values));
        return new Place(offset, end - offset);
    }

    private long align() throws IOException {
        int padding = (int) (-end & ALIGNMENT - 1);
        write(ByteBuffer.allocate(padding));
        return end;
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            end += channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.force(true);
        channel.close();
    }
}
