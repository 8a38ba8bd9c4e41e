package io.parlance.model.artifact.safetensors;

import io.parlance.model.artifact.MappedFile;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.Weights;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One safetensors file, mapped into memory; tensors of any type it may hold are read by name. Safe for many threads. */
public final class SafetensorsFile implements Weights {
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble F64 =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MappedFile file;
    private final SafetensorsHeader header;

    private SafetensorsFile(MappedFile file, SafetensorsHeader header) {
        this.file = file;
        this.header = header;
    }

    /** @throws ModelFormatException when the file is missing, truncated or no safetensors file */
    public static SafetensorsFile open(Path path) {
        MappedFile file = MappedFile.open(path);
        return new SafetensorsFile(file, SafetensorsHeader.read(file));
    }

    /** In the order of the header. */
    @Override
    public Set<String> names() {
        return header.tensors().keySet();
    }

    @Override
    public List<Long> shape(String name) {
        return entry(name).shape();
    }

    public TensorType type(String name) {
        return entry(name).type();
    }

    /** What the header says about the file as a whole, {@code format} for one. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** Floating-point tensors only; F64 is rounded to fp32, the others are widened exactly. */
    @Override
    public float[] read(String name) {
        TensorEntry tensor = entry(name);
        MemorySegment bytes = bytes(tensor);
        float[] values = new float[elements(tensor)];
        switch (tensor.type()) {
            case F32 -> MemorySegment.copy(bytes, F32, 0, values, 0, values.length);
            case F16 -> {
                for (int i = 0; i < values.length; i++) values[i] = Float.float16ToFloat(bytes.get(I16, 2L * i));
            }
            case BF16 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.intBitsToFloat(bytes.get(I16, 2L * i) << 16);
                }
            }
            case F64 -> {
                for (int i = 0; i < values.length; i++) values[i] = (float) bytes.get(F64, 8L * i);
            }
            case I64, I32, I16, I8, U8, BOOL -> throw wrongType(tensor, "read it as whole numbers");
        }
        return values;
    }

    /** Tensors of whole numbers only; {@code BOOL} gives 0 and 1. */
    public long[] readLongs(String name) {
        TensorEntry tensor = entry(name);
        MemorySegment bytes = bytes(tensor);
        long[] values = new long[elements(tensor)];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (tensor.type()) {
                case I64 -> bytes.get(I64, 8L * i);
                case I32 -> bytes.get(I32, 4L * i);
                case I16 -> bytes.get(I16, 2L * i);
                case I8 -> bytes.get(ValueLayout.JAVA_BYTE, i);
                case U8, BOOL -> bytes.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
                case F64, F32, F16, BF16 -> throw wrongType(tensor, "read it as fp32");
            };
        }
        return values;
    }

    /** Nothing to release by hand: the mapping goes with the last reference to it. */
    @Override
    public void close() {}

    private TensorEntry entry(String name) {
        TensorEntry tensor = header.tensors().get(name);
        if (tensor == null) {
            throw new ModelFormatException("%s: has no tensor %s, only %d others; is it the right model?"
                    .formatted(file.path(), name, header.tensors().size()));
        }
        return tensor;
    }

    private MemorySegment bytes(TensorEntry tensor) {
        return file.bytes().asSlice(tensor.offset(), tensor.sizeBytes());
    }

    private int elements(TensorEntry tensor) {
        if (tensor.elements() > Integer.MAX_VALUE - 8) {
            throw new ModelFormatException("%s: tensor %s has %,d values, more than one Java array holds"
                    .formatted(file.path(), tensor.name(), tensor.elements()));
        }
        return (int) tensor.elements();
    }

    private ModelFormatException wrongType(TensorEntry tensor, String instead) {
        return new ModelFormatException(
                "%s: tensor %s has type %s; %s".formatted(file.path(), tensor.name(), tensor.type(), instead));
    }
}
