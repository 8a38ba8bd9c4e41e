package io.parlance.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keys and values of all slots, one buffer per layer and part, shape (slots, kvHeads, room, headDim). A run sees a range
 * of neighbouring slots as tensors over the same memory, so nothing is copied.
 */
final class KeyValueCache implements AutoCloseable {

    /** The tensors of one range of slots, by the graph's input and output names. */
    record View(Map<String, OnnxTensor> past, Map<String, OnnxTensor> present) {}

    private record Range(int first, int count) {}

    private final OrtEnvironment environment;
    private final long[] slotShape;
    private final int slotBytes;
    private final ByteBuffer[][] parts;
    private final Map<Range, View> views = new HashMap<>();

    KeyValueCache(OrtEnvironment environment, FormFile form, int slots, int room) {
        this.environment = environment;
        this.slotShape = new long[] {0, form.kvHeads(), room, form.headDim()};
        long bytes = (long) form.kvHeads() * room * form.headDim() * Float.BYTES;
        if (bytes * slots > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "%d slots of %d tokens take %d bytes per layer, more than one buffer can hold; lower slots or context"
                            .formatted(slots, room, bytes * slots));
        }
        this.slotBytes = (int) bytes;
        this.parts = new ByteBuffer[form.layers()][2];
        try {
            for (ByteBuffer[] layer : parts) {
                layer[0] = ByteBuffer.allocateDirect(slotBytes * slots);
                layer[1] = ByteBuffer.allocateDirect(slotBytes * slots);
            }
        } catch (OutOfMemoryError full) {
            throw new IllegalStateException(
                    "the key/value cache of %d slots of %d tokens needs %d MB of direct memory: %s; lower slots or context, or raise -XX:MaxDirectMemorySize"
                            .formatted(slots, room, 2L * form.layers() * slotBytes * slots >> 20, full.getMessage()),
                    full);
        }
    }

    View view(int first, int count) throws OrtException {
        Range range = new Range(first, count);
        View view = views.get(range);
        if (view == null) {
            view = open(range);
            views.put(range, view);
        }
        return view;
    }

    private View open(Range range) throws OrtException {
        long[] shape = slotShape.clone();
        shape[0] = range.count();
        View view = new View(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (int layer = 0; layer < parts.length; layer++) {
            for (int part = 0; part < 2; part++) {
                // A slice is big-endian until told otherwise, and would be read wrongly without a complaint.
                ByteBuffer slots = parts[layer][part]
                        .slice(range.first() * slotBytes, range.count() * slotBytes)
                        .order(ByteOrder.nativeOrder());
                OnnxTensor tensor = OnnxTensor.createTensor(environment, slots.asFloatBuffer(), shape);
                String name = part == 0 ? "key" : "value";
                view.past().put(LlamaGraph.past(layer, name), tensor);
                view.present().put(LlamaGraph.present(layer, name), tensor);
            }
        }
        return view;
    }

    @Override
    public void close() {
        views.values().forEach(view -> view.past().values().forEach(OnnxTensor::close));
        views.clear();
    }
}
