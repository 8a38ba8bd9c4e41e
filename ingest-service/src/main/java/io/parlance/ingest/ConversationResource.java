package io.parlance.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.contracts.ApiError;
import io.parlance.contracts.Violation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import org.jboss.logging.Logger;

/** HTTP in: one conversation as JSON, or a stream of them as NDJSON. */
@Path("/v1/conversations")
@Produces(MediaType.APPLICATION_JSON)
public class ConversationResource {
    private static final Logger LOG = Logger.getLogger(ConversationResource.class);
    private static final String NDJSON = "application/x-ndjson";
    private static final int RETRY_AFTER_SECONDS = 5;

    private final ConversationAnnouncements announcements;
    private final IngestSettings settings;
    private final MeterRegistry meters;

    ConversationResource(ConversationAnnouncements announcements, IngestSettings settings, MeterRegistry meters) {
        this.announcements = announcements;
        this.settings = settings;
        this.meters = meters;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public Response one(InputStream body, @HeaderParam("x-request-id") String requestId)
            throws IOException, InterruptedException {
        byte[] bytes = body.readNBytes(settings.maxRecordBytes());
        long length = bytes.length + body.transferTo(OutputStream.nullOutputStream());
        Submission submission = submission(requestId);
        try {
            submission.announce(Examination.of(submission.origin(), null, bytes, length));
            return answer(submission.await());
        } catch (Submission.NotAnnounced e) {
            return unavailable(e);
        }
    }

    @POST
    @Consumes({NDJSON, "application/jsonl", "application/x-jsonlines", MediaType.TEXT_PLAIN})
    @RunOnVirtualThread
    public Response stream(
            InputStream body,
            @HeaderParam("x-request-id") String requestId,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) String encoding)
            throws IOException, InterruptedException {
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return Response.status(Response.Status.UNSUPPORTED_MEDIA_TYPE)
                    .entity(ApiError.invalidRequest(
                            "content-encoding '%s' is not read in this build; send the lines as they are"
                                    .formatted(encoding),
                            "content-encoding",
                            "unsupported_encoding"))
                    .build();
        }
        Submission submission = submission(requestId);
        LineReader lines = new LineReader(body, settings.maxRecordBytes());
        try {
            for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    submission.announce(
                            Examination.of(submission.origin(), line.number(), line.bytes(), line.length()));
                }
            }
            return answer(submission.await());
        } catch (Submission.NotAnnounced e) {
            return unavailable(e);
        }
    }

    private Submission submission(String requestId) {
        String id = requestId == null || requestId.isBlank() ? "req-" + UUID.randomUUID() : requestId;
        return new Submission("http", id, announcements, settings.maxInFlight(), settings.listedRejections());
    }

    private Response answer(Receipt receipt) {
        count("accepted", receipt.accepted());
        count("rejected", receipt.rejected());
        LOG.infof(
                "conversations submitted request=%s accepted=%d rejected=%d",
                receipt.requestId(), receipt.accepted(), receipt.rejected());
        Response.ResponseBuilder response;
        if (receipt.received() == 0) {
            response = Response.status(Response.Status.BAD_REQUEST)
                    .entity(ApiError.invalidRequest(
                            "the body holds no conversation; send one JSON object, or one per line",
                            "body",
                            "empty_body"));
        } else if (receipt.accepted() == 0) {
            response = Response.status(Response.Status.BAD_REQUEST).entity(refusal(receipt));
        } else {
            response = Response.accepted(receipt);
        }
        return response.header("x-request-id", receipt.requestId()).build();
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
        String where = first.line() == null ? "" : "line " + first.line() + ": ";
        String what = violation.field().isEmpty() ? "the record" : violation.field();
        String more =
                receipt.rejected() > 1 ? " (%d records were refused, none accepted)".formatted(receipt.rejected()) : "";
        return new RefusedSubmission(
                ApiError.invalidRequest(
                                where + what + " " + violation.rule() + more,
                                violation.field().isEmpty() ? "body" : violation.field(),
                                "invalid_conversation")
                        .error(),
                receipt);
    }

    /** @param error as every refusal has it @param receipt all that was found */
    record RefusedSubmission(ApiError.Details error, Receipt receipt) {}

    private Response unavailable(Submission.NotAnnounced cause) {
        LOG.errorf(cause, "conversations not announced: Kafka did not acknowledge");
        count("unacknowledged", 1);
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .entity(ApiError.serverError(
                        "Kafka did not acknowledge every record; send the same body again, what is already in will not be counted twice",
                        "broker_unavailable"))
                .build();
    }

    private void count(String outcome, long amount) {
        meters.counter("parlance.ingest.conversations", "outcome", outcome).increment(amount);
    }
}
