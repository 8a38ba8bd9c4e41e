package io.parlance.preprocess.stream;

/** Something that preparing needs is not there yet; the message says what, and how to mend it. */
public final class MissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MissingException(String message) {
        super(message);
    }

    public MissingException(String message, Throwable cause) {
        super(message, cause);
    }
}
