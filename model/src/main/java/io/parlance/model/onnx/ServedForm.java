package io.parlance.model.onnx;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** In which numbers a served model keeps its weights. */
public enum ServedForm {
    /** Single precision: the reference that the others are measured against. */
    FP32("fp32", SinglePrecision::new);

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
