package io.parlance.evaluator.announcement;

import io.parlance.contracts.ApiError;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every refusal has OpenAI's error shape. */
class RefusedRequests {

    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        String message = status == 404
                ? "no such path; this service knows GET /v1/evaluations, /v1/evaluations/{id} and /v1/evaluations/events"
                : Objects.requireNonNullElse(e.getMessage(), "refused with status " + status);
        return answer(
                status,
                status < 500 ? ApiError.invalidRequest(message, null, null) : ApiError.serverError(message, null));
    }

    @ServerExceptionMapper
    Response refused(EvaluationLog.UnknownPosition e) {
        return answer(400, ApiError.invalidRequest(e.getMessage(), "Last-Event-ID", "invalid_event_id"));
    }

    private static Response answer(int status, ApiError body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(body)
                .build();
    }
}
