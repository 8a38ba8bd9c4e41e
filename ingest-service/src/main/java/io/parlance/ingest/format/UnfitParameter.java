package io.parlance.ingest.format;

import java.io.IOException;

/** Something was asked of the reading that this format has no use for. */
public final class UnfitParameter extends IOException {
    private static final long serialVersionUID = 1L;
    private final String parameter;

    UnfitParameter(String parameter, String message) {
        super(message);
        this.parameter = parameter;
    }

    public String parameter() {
        return parameter;
    }
}
