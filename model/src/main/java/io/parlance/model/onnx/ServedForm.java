package io.parlance.model.onnx;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** In which numbers a served model keeps its weights. */
public enum ServedForm {
    /** Single precision: the reference that the others are measured against. */
    FP32("fp32", SinglePrecision::new),
    /** Eight-bit numbers in blocks of 32. */
    INT8("int8", EightBitBlocks::new);

    /** The fastest form that stays within 1 % of fp32's perplexity, and 0.02 of KL divergence per token. */
    public static final ServedForm DEFAULT = INT8;

    private final String id;
    private final Supplier<WeightForm> weights;

    ServedForm(String id, Supplier<WeightForm> weights) {
        this.id = id;
        this.weights = weights;
    }

    WeightForm weightForm() {
        return weights.get();
    }

    /** The name in form.json and in configuration. */
    public String id() {
        return id;
    }

    /** @throws IllegalArgumentException naming the known forms */
    public static ServedForm of(String id) {
        return Arrays.stream(values())
                .filter(form -> form.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("served form '%s' is unknown; known are %s"
                        .formatted(
                                id, Arrays.stream(values()).map(ServedForm::id).collect(Collectors.joining(", ")))));
    }
}
