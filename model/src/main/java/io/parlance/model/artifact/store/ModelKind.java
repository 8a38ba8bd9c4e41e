package io.parlance.model.artifact.store;

import java.util.Arrays;
import java.util.Optional;

/** Where a model comes from. */
public enum ModelKind {
    /** Imported as somebody else trained it. */
    BASE("base"),
    /** Trained here, from a base model. */
    FINE_TUNED("fine-tuned");

    private final String label;

    ModelKind(String label) {
        this.label = label;
    }

    /** As a manifest writes it. */
    public String label() {
        return label;
    }

    static Optional<ModelKind> labelled(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }
}
