package io.parlance.preprocess.erasure;

import io.parlance.contracts.ApiError;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers of this package that are errors, in OpenAI's shape. */
class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    @ServerExceptionMapper
    Response unavailable(ErasureRequests.Unavailable e) {
        LOG.warnf("Request not served reason=%s", e.getMessage());
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .entity(ApiError.serverError(e.getMessage(), "broker_unavailable"))
                .build();
    }
}
