package io.parlance.preprocess.dataset;

/** Kafka did not give or take what was asked of it; the message says what. Passes when Kafka is well again. */
public final class LogUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    LogUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
