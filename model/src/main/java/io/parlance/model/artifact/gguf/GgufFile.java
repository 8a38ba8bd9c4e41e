package io.parlance.model.artifact.gguf;

import io.parlance.model.artifact.MappedFile;
import io.parlance.model.artifact.ModelFormatException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A GGUF file of version 2 or 3, mapped into memory, under its own tensor names. Safe for many threads. */
public final class GgufFile {
    private static final int MAGIC = 0x46554747; // "GGUF", little-endian
    private static final int MAX_DIMENSIONS = 4;

    private final MappedFile file;
    private final GgufMetadata metadata;
    private final Map<String, GgufTensor> tensors;

    private GgufFile(MappedFile file, GgufMetadata metadata, Map<String, GgufTensor> tensors) {
        this.file = file;
        this.metadata = metadata;
        this.tensors = tensors;
    }

    /** @throws ModelFormatException when the file is missing, truncated, or holds a tensor type this build lacks */
    public static GgufFile open(Path path) {
        MappedFile file = MappedFile.open(path);
        GgufCursor cursor = new GgufCursor(file);
        if (file.size() < 24 || cursor.int32() != MAGIC) throw cursor.fault("is no GGUF file");
        int version = cursor.int32();
        if (version != 2 && version != 3) {
            throw new ModelFormatException(
                    "%s: GGUF version %s; this build reads 2 and 3, little-endian. Convert the model with a current llama.cpp"
                            .formatted(path, Integer.toUnsignedString(version)));
        }
        int tensorCount = cursor.count("the number of tensors", 24);
        int entries = cursor.count("the number of metadata entries", 12);
        GgufMetadata metadata = GgufMetadata.read(path.toString(), cursor, entries);
        return new GgufFile(file, metadata, Collections.unmodifiableMap(tensors(file, cursor, metadata, tensorCount)));
    }

    public Path path() {
        return file.path();
    }

    public GgufMetadata metadata() {
        return metadata;
    }

    /** By the file's own names, in its order. */
    public Map<String, GgufTensor> tensors() {
        return tensors;
    }

    /** All values of a tensor, row-major, in fp32. */
    public float[] read(GgufTensor tensor) {
        if (tensor.elements() > Integer.MAX_VALUE - 8) {
            throw new ModelFormatException("%s: tensor %s has %,d values, more than one Java array holds"
                    .formatted(path(), tensor.name(), tensor.elements()));
        }
        MemorySegment stored = file.bytes().asSlice(tensor.offset(), tensor.sizeBytes());
        float[] values = new float[(int) tensor.elements()];
        Dequantisation.of(tensor.type()).apply(stored, values);
        return values;
    }

    private static Map<String, GgufTensor> tensors(
            MappedFile file, GgufCursor cursor, GgufMetadata metadata, int count) {
        List<GgufTensor> described = new ArrayList<>();
        for (int i = 0; i < count; i++) described.add(described(cursor));
        int alignment = metadata.integer("general.alignment", 32);
        if (alignment < 1) throw metadata.fault("general.alignment", "expected at least 1");
        long dataStart = (cursor.position() + alignment - 1) / alignment * alignment;
        Map<String, GgufTensor> tensors = new LinkedHashMap<>();
        for (GgufTensor tensor : described) {
            long space = file.size() - dataStart;
            if (tensor.offset() < 0 || tensor.offset() > space || tensor.sizeBytes() > space - tensor.offset()) {
                throw cursor.fault(
                        "tensor %s ends at byte %,d of the data, but there are only %,d: the file is truncated"
                                .formatted(tensor.name(), tensor.offset() + tensor.sizeBytes(), Math.max(0, space)));
            }
            GgufTensor placed = new GgufTensor(
                    tensor.name(), tensor.type(), tensor.shape(), dataStart + tensor.offset(), tensor.sizeBytes());
            if (tensors.put(placed.name(), placed) != null) {
                throw cursor.fault("tensor %s appears twice".formatted(placed.name()));
            }
        }
        return tensors;
    }

    /** The offset still counts from the start of the data. */
    private static GgufTensor described(GgufCursor cursor) {
        String name = cursor.text();
        int dimensions = cursor.int32();
        if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
            throw cursor.fault("tensor %s has %d dimensions".formatted(name, dimensions));
        }
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) shape.addFirst(cursor.int64());
        int typeId = cursor.int32();
        GgufTensorType type = GgufTensorType.of(typeId)
                .orElseThrow(() -> new ModelFormatException(
                        "%s has the tensor type %s; this build reads %s. Take the model in one of them (Q8_0, say)"
                                .formatted(
                                        cursor.place("tensor " + name),
                                        GgufTensorType.nameOf(typeId),
                                        GgufTensorType.known())));
        return new GgufTensor(name, type, shape, cursor.int64(), storedBytes(cursor, name, type, shape));
    }

    private static long storedBytes(GgufCursor cursor, String name, GgufTensorType type, List<Long> shape) {
        long rowValues = shape.isEmpty() ? 1 : shape.getLast();
        long blocks = rowValues / type.blockValues();
        boolean sound = rowValues % type.blockValues() == 0 && shape.stream().allMatch(size -> size >= 0);
        try {
            for (int i = 0; i < shape.size() - 1; i++) blocks = Math.multiplyExact(blocks, shape.get(i));
            if (sound) return Math.multiplyExact(blocks, type.blockBytes());
        } catch (ArithmeticException e) {
            throw cursor.fault("tensor %s has the impossible shape %s".formatted(name, shape));
        }
        throw cursor.fault("tensor %s: shape %s does not divide into blocks of %s".formatted(name, shape, type));
    }
}
