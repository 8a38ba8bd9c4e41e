package io.parlance.ingest;

import io.parlance.contracts.ApiError;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every refusal has OpenAI's error shape, those of the HTTP layer too. */
class RefusedRequests {
    private static final Logger LOG = Logger.getLogger(RefusedRequests.class);

    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        String message =
                switch (status) {
                    case 404 ->
                        "no such path; this service knows /v1/conversations, /v1/files, /v1/feedback and /v1/pages";
                    case 405 ->
                        "this path does not take this method; /v1/conversations, /v1/feedback and /v1/pages take POST, /v1/files GET and POST, /v1/files/{id} GET and DELETE";
                    case 406 -> "the answer is application/json, which the accept header does not allow; leave it out";
                    case 415 ->
                        "this content type is not read here; /v1/conversations reads application/json, application/x-ndjson, text/csv, text/tab-separated-values, text/plain, text/markdown, text/html, application/vnd.apache.parquet and application/octet-stream, /v1/files multipart/form-data, /v1/feedback and /v1/pages application/json";
                    default -> Objects.requireNonNullElse(e.getMessage(), "refused with status " + status);
                };
        ApiError body = status < 500
                ? ApiError.invalidRequest(
                        message,
                        status == 415 ? "content-type" : null,
                        status == 415 ? "unsupported_content_type" : null)
                : ApiError.serverError(message, null);
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(body)
                .build();
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException e) {
        String id = UUID.randomUUID().toString();
        LOG.errorf(e, "Request failed unexpectedly id=%s", id);
        return Response.serverError()
                .type(MediaType.APPLICATION_JSON)
                .entity(ApiError.serverError(
                        "the request failed unexpectedly; the ingest service's log has the details under " + id, null))
                .build();
    }

    @ServerExceptionMapper
    Response broken(IOException e) {
        LOG.warnf("request body ended early: %s", e.getMessage());
        return Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.APPLICATION_JSON)
                .entity(ApiError.invalidRequest(
                        "the body ended early: %s; send it again, what is already in will not be counted twice"
                                .formatted(e.getMessage()),
                        "body",
                        "truncated_body"))
                .build();
    }
}
