package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The body of every refused request, in OpenAI's shape: {@code {"error":{"message","type","param","code"}}}, all four
 * keys always present.
 */
public record ApiError(Details error) {
    public ApiError {
        Check.present("ApiError", "error", error);
    }

    /**
     * @param message what is wrong, where, how to mend it
     * @param type {@code invalid_request_error}, {@code server_error}, ...
     * @param param the parameter at fault, or null
     * @param code a word for programs, or null
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Details(String message, String type, String param, String code) {
        public Details {
            Check.text("ApiError", "message", message);
            Check.text("ApiError", "type", type);
        }
    }

    /** The client's mistake: answers 400 to 422. */
    public static ApiError invalidRequest(String message, String param, String code) {
        return new ApiError(new Details(message, "invalid_request_error", param, code));
    }

    /** Our trouble: answers 5xx. */
    public static ApiError serverError(String message, String code) {
        return new ApiError(new Details(message, "server_error", null, code));
    }
}
