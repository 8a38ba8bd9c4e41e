package io.parlance.trainer.network;

/** A checkpoint cannot be written, read, or belongs to another run; the message says which and how to mend it. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CheckpointException(String message) {
        super(message);
    }

    CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
