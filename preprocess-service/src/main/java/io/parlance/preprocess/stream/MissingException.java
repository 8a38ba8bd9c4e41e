package io.parlance.preprocess.stream;

/** Something that preparing needs is not there yet; the message says what, and how to mend it. */
final class MissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingException(String message) {
        super(message);
    }

    MissingException(String message, Throwable cause) {
        super(message, cause);
    }
}
