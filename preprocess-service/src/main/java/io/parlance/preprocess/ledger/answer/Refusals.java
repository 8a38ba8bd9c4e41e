package io.parlance.preprocess.ledger.answer;

import io.parlance.contracts.ApiError;
import io.parlance.preprocess.ledger.LedgerAwayException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The ledger's errors in OpenAI's shape. */
class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final int RETRY_AFTER_SECONDS = 2;

    @ServerExceptionMapper
    Response away(LedgerAwayException e) {
        LOG.warnf("Question not answered because=%s", e.getMessage());
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .entity(ApiError.serverError(e.getMessage(), "ledger_unavailable"))
                .build();
    }
}
