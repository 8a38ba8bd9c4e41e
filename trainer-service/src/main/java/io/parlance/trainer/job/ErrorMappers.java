package io.parlance.trainer.job;

import io.parlance.trainer.journal.JournalException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure in OpenAI's error shape. */
class ErrorMappers {
    private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

    @ServerExceptionMapper
    Response refused(JobRequestReader.Refusal refusal) {
        return refusal.error().toResponse();
    }

    @ServerExceptionMapper
    Response kafkaAway(JournalException e) {
        LOG.warnf("request not served reason=%s", e.getMessage());
        return ApiError.unavailable(e.getMessage(), "kafka_unavailable").toResponse();
    }

    @ServerExceptionMapper
    Response notFoundAndAlike(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        String message =
                switch (status) {
                    case 404 -> "there is nothing at this path; fine-tuning jobs are at /v1/fine_tuning/jobs";
                    case 405 -> "this method is not allowed here";
                    case 406 -> "this is answered with application/json only";
                    default -> "the request was refused: " + e.getMessage();
                };
        return ApiError.other(status, message).toResponse();
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException e) {
        String id = UUID.randomUUID().toString();
        LOG.errorf(e, "request failed unexpectedly id=%s", id);
        return ApiError.other(500, "the request failed unexpectedly; the trainer's log has the details under " + id)
                .toResponse();
    }
}
