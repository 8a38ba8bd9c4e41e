package io.parlance.trainer.base;

/** The hub did not answer, or broke off: worth another try. */
final class HubUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HubUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
