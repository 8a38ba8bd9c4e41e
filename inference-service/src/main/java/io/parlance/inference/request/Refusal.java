package io.parlance.inference.request;

import io.parlance.contracts.ApiError;
import java.util.Collection;
import java.util.OptionalInt;

/**
 * Why a request gets no answer.
 *
 * @param status of HTTP
 * @param retryAfterSeconds when it is worth trying again
 */
public record Refusal(int status, ApiError body, OptionalInt retryAfterSeconds) {
    private static final int NOT_READY_RETRY_SECONDS = 2;
    private static final int QUEUE_FULL_RETRY_SECONDS = 1;

    /** The client's mistake. @param param the parameter at fault, or null */
    public static Refusal invalid(String message, String param, String code) {
        return new Refusal(400, ApiError.invalidRequest(message, param, code), OptionalInt.empty());
    }

    public static Refusal contextExceeded(String message) {
        return invalid(
                message + ". Shorten the messages or ask for fewer tokens.", "messages", "context_length_exceeded");
    }

    public static Refusal unknownModel(String requested, Collection<String> known) {
        return new Refusal(
                404,
                ApiError.invalidRequest(
                        "The model '%s' is not served here; there is %s."
                                .formatted(JsonFields.shown(requested), String.join(", ", known)),
                        "model",
                        "model_not_found"),
                OptionalInt.empty());
    }

    public static Refusal notFound(String what) {
        return new Refusal(404, ApiError.invalidRequest(what, null, "not_found"), OptionalInt.empty());
    }

    public static Refusal queueFull(int capacity) {
        return new Refusal(
                429,
                new ApiError(new ApiError.Details(
                        "%d requests wait already; try again in a moment.".formatted(capacity),
                        "rate_limit_error",
                        null,
                        "rate_limit_exceeded")),
                OptionalInt.of(QUEUE_FULL_RETRY_SECONDS));
    }

    /** Nothing can answer now. */
    public static Refusal notReady(String message) {
        return new Refusal(
                503, ApiError.serverError(message, "model_not_ready"), OptionalInt.of(NOT_READY_RETRY_SECONDS));
    }

    public static Refusal failed(String message) {
        return new Refusal(500, ApiError.serverError(message, "internal_error"), OptionalInt.empty());
    }
}
