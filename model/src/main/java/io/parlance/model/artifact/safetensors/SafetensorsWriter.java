package io.parlance.model.artifact.safetensors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.model.artifact.ArtifactException;
import io.parlance.model.artifact.ModelJson;
import io.parlance.model.artifact.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes a safetensors file, one tensor in memory at a time. The same tensors give the same bytes: widest type first,
 * then by name, as Hugging Face's writer orders them. The file appears under its name only when it is whole.
 */
public final class SafetensorsWriter {
    private static final int CHUNK_BYTES = 1 << 20;

    private final List<Pending> tensors = new ArrayList<>();

    /** @param values row-major, asked for once, while the file is being written */
    public SafetensorsWriter add(String name, List<Long> shape, Supplier<float[]> values) {
        tensors.add(new Pending(name, TensorType.F32, List.copyOf(shape), () -> new Floats(values.get())));
        return this;
    }

    /** @param values row-major, asked for once, while the file is being written */
    public SafetensorsWriter addLongs(String name, List<Long> shape, Supplier<long[]> values) {
        tensors.add(new Pending(name, TensorType.I64, List.copyOf(shape), () -> new Longs(values.get())));
        return this;
    }

    /** Every tensor of a model as fp32. */
    public SafetensorsWriter addAll(Weights weights) {
        weights.names().forEach(name -> add(name, weights.shape(name), () -> weights.read(name)));
        return this;
    }

    /** @throws ArtifactException when the file cannot be written; a full disk is said as such */
    public void write(Path file) {
        tensors.sort(Comparator.comparingInt((Pending tensor) -> -tensor.type().bytes())
                .thenComparing(Pending::name));
        ByteBuffer header = header();
        long size = header.remaining()
                + tensors.stream().mapToLong(Pending::sizeBytes).sum();
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            try (FileChannel channel = FileChannel.open(
                    partial,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                writeFully(channel, header);
                for (Pending tensor : tensors) writeTensor(channel, tensor);
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            ArtifactException failure = ArtifactException.writing(file, size, e);
            try {
                Files.deleteIfExists(partial);
            } catch (IOException leftOver) {
                failure.addSuppressed(leftOver);
            }
            throw failure;
        }
    }

    private ByteBuffer header() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("__metadata__").put("format", "pt");
        long offset = 0;
        for (Pending tensor : tensors) {
            if (json.has(tensor.name())) {
                throw new IllegalArgumentException("tensor %s was added twice".formatted(tensor.name()));
            }
            ObjectNode entry = json.putObject(tensor.name());
            entry.put("dtype", tensor.type().name());
            ArrayNode shape = entry.putArray("shape");
            tensor.shape().forEach(shape::add);
            entry.putArray("data_offsets").add(offset).add(offset += tensor.sizeBytes());
        }
        byte[] text = ModelJson.compact(json);
        int padded = (text.length + 7) / 8 * 8; // data start on a multiple of 8, the header padded with spaces
        byte[] header = Arrays.copyOf(text, padded);
        Arrays.fill(header, text.length, padded, (byte) ' ');
        return ByteBuffer.allocate(8 + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .put(header)
                .flip();
    }

    private static void writeTensor(FileChannel channel, Pending tensor) throws IOException {
        Values values = tensor.values().get();
        if (values.size() != tensor.elements()) {
            throw new IllegalArgumentException("tensor %s of shape %s was given %d values"
                    .formatted(tensor.name(), tensor.shape(), values.size()));
        }
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int perChunk = CHUNK_BYTES / tensor.type().bytes();
        for (int from = 0; from < values.size(); from += perChunk) {
            int count = Math.min(perChunk, values.size() - from);
            values.copy(from, count, chunk.clear());
            writeFully(channel, chunk.limit(count * tensor.type().bytes()));
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) channel.write(buffer);
    }

    private record Pending(String name, TensorType type, List<Long> shape, Supplier<Values> values) {
        long elements() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }

        long sizeBytes() {
            return elements() * type.bytes();
        }
    }

    private sealed interface Values {
        int size();

        /** Puts {@code count} values at the buffer's start; its position stays. */
        void copy(int from, int count, ByteBuffer to);
    }

    private static final class Floats implements Values {
        private final float[] values;

        Floats(float[] values) {
            this.values = values;
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public void copy(int from, int count, ByteBuffer to) {
            to.asFloatBuffer().put(values, from, count);
        }
    }

    private static final class Longs implements Values {
        private final long[] values;

        Longs(long[] values) {
            this.values = values;
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public void copy(int from, int count, ByteBuffer to) {
            to.asLongBuffer().put(values, from, count);
        }
    }
}
