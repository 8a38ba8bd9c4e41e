package io.parlance.trainer.journal;

/** Kafka could not be written to or read from in time; the message says where and what to do. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
