package io.parlance.ingest.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.parlance.contracts.ApiError;
import io.parlance.contracts.ConversationRules;
import io.parlance.ingest.ConversationAnnouncements;
import io.parlance.ingest.DatasetName;
import io.parlance.ingest.IngestSettings;
import io.parlance.ingest.Receipt;
import io.parlance.ingest.Submission;
import io.parlance.ingest.format.BodyJson;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** HTTP in: addresses of pages to read. */
@Path("/v1/pages")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PageResource {
    private static final Logger LOG = Logger.getLogger(PageResource.class);
    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final int RETRY_AFTER_SECONDS = 5;
    private static final Set<String> FIELDS = Set.of("url", "dataset");

    private final PageVisits visits;

    PageResource(IngestSettings settings, ConversationAnnouncements announcements, AddressRule rule, Clock clock) {
        this.visits = new PageVisits(settings, announcements, rule, clock);
    }

    /** The answer. @param url where it was read in the end @param status submitted or unchanged */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Read(
            String object,
            String url,
            String dataset,
            String status,
            String format,
            long accepted,
            long rejected,
            List<Receipt.Rejection> rejections,
            @JsonProperty("rejections_not_listed") long rejectionsNotListed) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response read(InputStream body) throws IOException, InterruptedException {
        Object json;
        try {
            json = BodyJson.read(body, MAX_BODY_BYTES);
        } catch (BodyJson.Unreadable e) {
            return refused(400, e.getMessage(), "body", "invalid_value");
        }
        if (!(json instanceof Map<?, ?> fields)) {
            return refused(400, "expected a JSON object with url", "body", "invalid_value");
        }
        for (Object name : fields.keySet()) {
            if (!FIELDS.contains(String.valueOf(name))) {
                return refused(
                        400,
                        name + " is not known here; expected url and dataset",
                        String.valueOf(name),
                        "invalid_value");
            }
        }
        if (!(fields.get("url") instanceof String url)) {
            return refused(400, "url is missing; expected the address of a page", "url", "invalid_value");
        }
        Object dataset = fields.get("dataset") == null ? ConversationRules.DEFAULT_DATASET : fields.get("dataset");
        if (!(dataset instanceof String name) || !DatasetName.isOpen(name)) {
            return refused(400, "dataset is expected to have " + DatasetName.EXPECTED, "dataset", "invalid_value");
        }
        try {
            return answer(visits.visit(url, name), name);
        } catch (Submission.NotAnnounced e) {
            LOG.errorf(e, "page not submitted: Kafka did not acknowledge");
            return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                    .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                    .entity(ApiError.serverError(
                            "Kafka did not acknowledge; ask for the page again, what is in will not be counted twice",
                            "broker_unavailable"))
                    .build();
        }
    }

    private static Response answer(PageOutcome outcome, String dataset) {
        return switch (outcome) {
            case PageOutcome.Submitted s -> {
                Receipt receipt = s.receipt();
                LOG.infof(
                        "page read url=%s dataset=%s accepted=%d rejected=%d",
                        s.url(), dataset, receipt.accepted(), receipt.rejected());
                yield Response.accepted(new Read(
                                "page",
                                s.url().toString(),
                                dataset,
                                "submitted",
                                receipt.format(),
                                receipt.accepted(),
                                receipt.rejected(),
                                receipt.rejections(),
                                receipt.rejectionsNotListed()))
                        .build();
            }
            case PageOutcome.Unchanged u ->
                Response.ok(new Read("page", u.url().toString(), dataset, "unchanged", null, 0, 0, List.of(), 0))
                        .build();
            case PageOutcome.Refused r -> {
                LOG.infof("page refused code=%s cause=\"%s\"", r.code(), r.message());
                yield refused(r.status(), r.message(), "url", r.code());
            }
            case PageOutcome.TooSoon t ->
                Response.status(Response.Status.TOO_MANY_REQUESTS)
                        .header(HttpHeaders.RETRY_AFTER, t.after().toSeconds() + 1)
                        .entity(new ApiError(new ApiError.Details(
                                "this host was asked for other pages just now; ask again later",
                                "rate_limit_error",
                                "url",
                                "host_pace")))
                        .build();
        };
    }

    private static Response refused(int status, String message, String param, String code) {
        return Response.status(status)
                .entity(
                        status < 500
                                ? ApiError.invalidRequest(message, param, code)
                                : ApiError.serverError(message, code))
                .build();
    }
}
