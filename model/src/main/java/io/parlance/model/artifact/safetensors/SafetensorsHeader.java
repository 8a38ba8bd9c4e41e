package io.parlance.model.artifact.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.model.artifact.MappedFile;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.ModelJson;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: 8 bytes of length (little-endian), then JSON that names each tensor's type, shape
 * and bytes. Checked as the format asks: every byte of the data belongs to exactly one tensor.
 */
record SafetensorsHeader(Map<String, TensorEntry> tensors, Map<String, String> metadata) {
    /** The format's own limit. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    static SafetensorsHeader read(MappedFile file) {
        long size = file.size();
        if (size < 8) {
            throw fault(file, "the file has %,d bytes, too few for a safetensors header".formatted(size));
        }
        long length = file.bytes().get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
        if (length < 2 || length > MAX_HEADER_BYTES) {
            throw fault(file, "the first 8 bytes give a header of %d bytes: no safetensors file".formatted(length));
        }
        if (length > size - 8) {
            throw fault(file, "the header should have %,d bytes, the file ends after %,d".formatted(length, size - 8));
        }
        return parse(file, text(file, file.bytes().asSlice(8, length)), 8 + length);
    }

    private static SafetensorsHeader parse(MappedFile file, String json, long dataStart) {
        Map<String, TensorEntry> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        JsonNode header = ModelJson.fields(file.path() + ": header", json).tree();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (field.getKey().equals("__metadata__")) {
                field.getValue()
                        .properties()
                        .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
            } else {
                tensors.put(field.getKey(), entry(file, field.getKey(), field.getValue(), dataStart));
            }
        }
        refuseGapsAndOverlaps(file, tensors, dataStart);
        return new SafetensorsHeader(Collections.unmodifiableMap(tensors), Collections.unmodifiableMap(metadata));
    }

    private static TensorEntry entry(MappedFile file, String name, JsonNode description, long dataStart) {
        String typeName = description.path("dtype").asText("absent");
        TensorType type = TensorType.named(typeName)
                .orElseThrow(() -> fault(
                        file,
                        "tensor %s has type %s; this build reads %s. Convert the model to one of them"
                                .formatted(name, typeName, TensorType.known())));
        List<Long> shape = longs(file, name, "shape", description.path("shape"));
        List<Long> offsets = longs(file, name, "data_offsets", description.path("data_offsets"));
        long dataBytes = file.size() - dataStart;
        if (offsets.size() != 2 || offsets.getFirst() > offsets.getLast()) {
            throw fault(file, "tensor %s has data_offsets %s, expected [start, end]".formatted(name, offsets));
        }
        if (offsets.getLast() > dataBytes) {
            throw fault(
                    file,
                    "tensor %s ends at byte %,d of the data, but there are only %,d: the file is truncated"
                            .formatted(name, offsets.getLast(), dataBytes));
        }
        long bytes = offsets.getLast() - offsets.getFirst();
        if (bytes != expectedBytes(file, name, type, shape)) {
            throw fault(file, "tensor %s: shape %s of %s does not take %,d bytes".formatted(name, shape, type, bytes));
        }
        return new TensorEntry(name, type, shape, dataStart + offsets.getFirst(), bytes);
    }

    private static long expectedBytes(MappedFile file, String name, TensorType type, List<Long> shape) {
        try {
            long bytes = type.bytes();
            for (long dimension : shape) bytes = Math.multiplyExact(bytes, dimension);
            return bytes;
        } catch (ArithmeticException e) {
            throw fault(file, "tensor %s has the impossible shape %s".formatted(name, shape));
        }
    }

    private static void refuseGapsAndOverlaps(MappedFile file, Map<String, TensorEntry> tensors, long dataStart) {
        List<TensorEntry> byOffset = new ArrayList<>(tensors.values());
        byOffset.sort(Comparator.comparingLong(TensorEntry::offset).thenComparingLong(TensorEntry::sizeBytes));
        long end = dataStart;
        String before = "the header";
        for (TensorEntry tensor : byOffset) {
            if (tensor.offset() != end) {
                throw fault(
                        file,
                        tensor.offset() < end
                                ? "tensor %s overlaps %s".formatted(tensor.name(), before)
                                : "%,d bytes between %s and tensor %s belong to none"
                                        .formatted(tensor.offset() - end, before, tensor.name()));
            }
            end += tensor.sizeBytes();
            before = "tensor " + tensor.name();
        }
        if (end != file.size()) {
            throw fault(file, "%,d bytes after %s belong to no tensor".formatted(file.size() - end, before));
        }
    }

    private static List<Long> longs(MappedFile file, String tensor, String field, JsonNode list) {
        List<Long> values = new ArrayList<>();
        for (JsonNode value : list) {
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw fault(file, "tensor %s: %s is %s, expected whole numbers".formatted(tensor, field, list));
            }
            values.add(value.longValue());
        }
        if (!list.isArray()) throw fault(file, "tensor %s has no list %s".formatted(tensor, field));
        return values;
    }

    private static String text(MappedFile file, MemorySegment bytes) {
        try {
            ByteBuffer buffer = bytes.asByteBuffer();
            return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
        } catch (CharacterCodingException e) {
            throw fault(file, "the header is no UTF-8 text");
        }
    }

    private static ModelFormatException fault(MappedFile file, String problem) {
        return new ModelFormatException("%s: %s; fetch or export the file again".formatted(file.path(), problem));
    }
}
