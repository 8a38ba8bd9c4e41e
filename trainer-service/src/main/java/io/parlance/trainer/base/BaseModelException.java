package io.parlance.trainer.base;

/** The base model could not be had; the message says what, where and how to mend it. */
public final class BaseModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BaseModelException(String message) {
        super(message);
    }

    BaseModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
