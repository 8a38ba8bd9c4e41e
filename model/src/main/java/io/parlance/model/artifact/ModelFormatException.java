package io.parlance.model.artifact;

/** A model file is missing, truncated, or holds what this build does not know; the message says which file, where, and how to mend it. */
public final class ModelFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelFormatException(String message) {
        super(message);
    }

    public ModelFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
