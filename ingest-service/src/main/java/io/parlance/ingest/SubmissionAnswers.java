package io.parlance.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.contracts.ApiError;
import io.parlance.contracts.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;

/** HTTP's answers to submissions; counts and logs what they say. */
@ApplicationScoped
class SubmissionAnswers {
    private static final Logger LOG = Logger.getLogger(SubmissionAnswers.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    private final MeterRegistry meters;

    SubmissionAnswers(MeterRegistry meters) {
        this.meters = meters;
    }

    /** 202 when anything was accepted, else 400. */
    Response of(Receipt receipt) {
        note(receipt);
        Response.ResponseBuilder response;
        if (receipt.received() == 0) {
            response = Response.status(Response.Status.BAD_REQUEST)
                    .entity(ApiError.invalidRequest(
                            "the body holds no conversation; send one at least, such as a JSON object, or a row behind a table's header",
                            "body",
                            "empty_body"));
        } else if (receipt.accepted() == 0) {
            response = Response.status(Response.Status.BAD_REQUEST).entity(refusal(receipt));
        } else {
            response = Response.accepted(receipt);
        }
        return response.header("x-request-id", receipt.requestId()).build();
    }

    /** 400 to a body that could not be read to its end; what was read of it is in. */
    Response cutShort(Receipt receipt, String why) {
        note(receipt);
        String message =
                "%s. %d conversations before it were accepted; send the whole again, they will not be counted twice"
                        .formatted(why, receipt.accepted());
        return Response.status(Response.Status.BAD_REQUEST)
                .header("x-request-id", receipt.requestId())
                .entity(new RefusedSubmission(
                        ApiError.invalidRequest(message, "content-encoding", "corrupt_body")
                                .error(),
                        receipt))
                .build();
    }

    /** 503: a record was not acknowledged. */
    Response unavailable(Submission.NotAnnounced cause) {
        LOG.errorf(cause, "conversations not announced: Kafka did not acknowledge");
        count("unacknowledged", 1);
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .entity(ApiError.serverError(
                        "Kafka did not acknowledge every record; send the same body again, what is already in will not be counted twice",
                        "broker_unavailable"))
                .build();
    }

    /** 429: nothing of the request was taken. */
    Response lagging() {
        count("turned_away", 1);
        return Response.status(Response.Status.TOO_MANY_REQUESTS)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .entity(new ApiError(new ApiError.Details(
                        "Kafka lags behind; nothing of this request was taken, send it again later",
                        "rate_limit_error",
                        null,
                        "broker_lags")))
                .build();
    }

    static Response refused(String message, String param, String code) {
        return Response.status(Response.Status.BAD_REQUEST)
                .entity(ApiError.invalidRequest(message, param, code))
                .build();
    }

    /** Where nothing was accepted, the first violation speaks for the request; the rest is on the topic and in the message. */
    private static RefusedSubmission refusal(Receipt receipt) {
        if (receipt.rejections().isEmpty()) {
            return new RefusedSubmission(
                    ApiError.invalidRequest(
                                    "%d records were refused, none accepted".formatted(receipt.rejected()),
                                    "body",
                                    "invalid_conversation")
                            .error(),
                    receipt);
        }
        Receipt.Rejection first = receipt.rejections().getFirst();
        Violation violation = first.violations().getFirst();
        String more =
                receipt.rejected() > 1 ? " (%d records were refused, none accepted)".formatted(receipt.rejected()) : "";
        return new RefusedSubmission(
                ApiError.invalidRequest(
                                RefusalSentence.of(first.line(), violation.field(), violation.rule()) + more,
                                violation.field().isEmpty() ? "body" : violation.field(),
                                "invalid_conversation")
                        .error(),
                receipt);
    }

    /** @param error as every refusal has it @param receipt all that was found */
    record RefusedSubmission(ApiError.Details error, Receipt receipt) {}

    private void note(Receipt receipt) {
        count("accepted", receipt.accepted());
        count("rejected", receipt.rejected());
        LOG.infof(
                "conversations submitted request=%s format=%s accepted=%d rejected=%d",
                receipt.requestId(), receipt.format(), receipt.accepted(), receipt.rejected());
    }

    private void count(String outcome, long amount) {
        meters.counter("parlance.ingest.conversations", "outcome", outcome).increment(amount);
    }
}
