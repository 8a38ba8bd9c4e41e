package io.parlance.preprocess;

import io.parlance.contracts.ApiError;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Requests that no door takes, and surprises, in OpenAI's error shape. */
class UnknownRequests {
    private static final Logger LOG = Logger.getLogger(UnknownRequests.class);
    private static final int INTERNAL_ERROR = 500;

    @ServerExceptionMapper
    Response notFoundAndAlike(WebApplicationException e, HttpHeaders headers) {
        int status = e.getResponse().getStatus();
        Optional<String> fault = contentTypeFault(headers);
        if (status == 400 && fault.isPresent()) {
            return badContentType(fault.get());
        }
        String message =
                switch (status) {
                    case 404 ->
                        "there is nothing at this path; conversations are at /v1/conversations/{id}, datasets at /v1/datasets, the recipe at /v1/recipes";
                    case 405 -> "this method is not allowed here";
                    case 406 -> "this is answered with application/json only";
                    case 415 -> "send the body as application/json";
                    default -> "the request was refused: " + e.getMessage();
                };
        return answer(
                status,
                status >= INTERNAL_ERROR
                        ? ApiError.serverError(message, null)
                        : ApiError.invalidRequest(message, null, status == 404 ? "unknown_url" : null));
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException e, HttpHeaders headers) {
        // The framework stumbles over such headers before any code of ours is asked.
        Optional<String> fault = contentTypeFault(headers);
        if (fault.isPresent()) {
            return badContentType(fault.get());
        }
        String id = UUID.randomUUID().toString();
        LOG.errorf(e, "Request failed unexpectedly id=%s", id);
        return answer(
                INTERNAL_ERROR,
                ApiError.serverError(
                        "the request failed unexpectedly; the preprocess service's log has the details under " + id,
                        null));
    }

    private static Response badContentType(String fault) {
        return answer(400, ApiError.invalidRequest(fault, "content-type", "invalid_parameter"));
    }

    private static Optional<String> contentTypeFault(HttpHeaders headers) {
        try {
            MediaType type = headers.getMediaType();
            if (type == null || !type.getType().equalsIgnoreCase("multipart")) {
                return Optional.empty();
            }
            String boundary = type.getParameters().get("boundary");
            return boundary != null && !boundary.isBlank()
                    ? Optional.empty()
                    : Optional.of(
                            "content-type is multipart without a boundary; let your HTTP client write this header");
        } catch (IllegalArgumentException e) {
            return Optional.of("content-type cannot be read; send application/json, or leave it out");
        }
    }

    private static Response answer(int status, ApiError error) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(error)
                .build();
    }
}
