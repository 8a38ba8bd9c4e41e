package io.parlance.inference.request;

/** Leaves a reader from deep inside; becomes a {@link Refusal} at its front door. */
final class InvalidParameter extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String param;
    private final String code;

    InvalidParameter(String param, String message, String code) {
        super(message, null, false, false);
        this.param = param;
        this.code = code;
    }

    Refusal refusal() {
        return Refusal.invalid(getMessage(), param, code);
    }
}
