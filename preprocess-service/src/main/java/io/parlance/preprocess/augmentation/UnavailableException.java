package io.parlance.preprocess.augmentation;

/** A method can work on no text at the moment; the message says what it lacks, and how to mend it. */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message) {
        super(message);
    }

    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
