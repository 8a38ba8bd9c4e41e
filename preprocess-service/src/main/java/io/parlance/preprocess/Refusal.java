package io.parlance.preprocess;

import io.parlance.contracts.ApiError;

/** A request that is answered with an error; its words are for the client. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient ApiError error;

    private Refusal(int status, ApiError error) {
        super(error.error().message(), null, false, false);
        this.status = status;
        this.error = error;
    }

    /** 400. @param param what is at fault */
    public static Refusal badRequest(String message, String param, String code) {
        return new Refusal(400, ApiError.invalidRequest(message, param, code));
    }

    /** 400 for a parameter with a value that it cannot have. */
    public static Refusal badParameter(String param, String message) {
        return badRequest(message, param, "invalid_value");
    }

    /** Any other status. @param param what is at fault, or null */
    public static Refusal of(int status, String message, String param, String code) {
        return new Refusal(status, ApiError.invalidRequest(message, param, code));
    }

    /** 404. */
    public static Refusal notFound(String message, String code) {
        return new Refusal(404, ApiError.invalidRequest(message, null, code));
    }

    /** 413. */
    public static Refusal tooLarge(String message, String param) {
        return new Refusal(413, ApiError.invalidRequest(message, param, "too_large"));
    }

    public int status() {
        return status;
    }

    public ApiError error() {
        return error;
    }
}
