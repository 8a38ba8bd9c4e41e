package io.parlance.ingest;

import io.parlance.contracts.ApiError;
import io.parlance.ingest.format.ContentCoding;
import io.parlance.ingest.format.CorruptCoding;
import io.parlance.ingest.format.Reading;
import io.parlance.ingest.format.RecordReader;
import io.parlance.ingest.format.SourceTooLarge;
import io.parlance.ingest.format.UnfitParameter;
import io.parlance.ingest.format.UnknownFormat;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;

/** HTTP in: conversations in any known format, one or a stream of them, read no faster than Kafka takes them. */
@Path("/v1/conversations")
@Produces(MediaType.APPLICATION_JSON)
public class ConversationResource {
    private final ConversationAnnouncements announcements;
    private final SubmissionAnswers answers;
    private final IngestSettings settings;

    ConversationResource(ConversationAnnouncements announcements, SubmissionAnswers answers, IngestSettings settings) {
        this.announcements = announcements;
        this.answers = answers;
        this.settings = settings;
    }

    @POST
    @Consumes({
        MediaType.APPLICATION_JSON,
        "application/x-ndjson",
        "application/jsonl",
        "application/x-jsonlines",
        MediaType.TEXT_PLAIN,
        MediaType.TEXT_HTML,
        MediaType.APPLICATION_XHTML_XML,
        MediaType.APPLICATION_OCTET_STREAM,
        "text/markdown",
        "text/csv",
        "text/tab-separated-values",
        "application/vnd.apache.parquet"
    })
    @RunOnVirtualThread
    public Response submit(
            InputStream body,
            @HeaderParam("x-request-id") String requestId,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) String coding,
            @Context HttpHeaders headers,
            @Context UriInfo uri)
            throws IOException, InterruptedException {
        try {
            Origin origin = new Origin("http", checkedId(requestId));
            String key = headers.getHeaderString("idempotency-key");
            Reading reading = new ReadingParameters(uri.getQueryParameters()).reading(contentType(headers), settings);
            checkKey(key);
            return announcements.lag() ? answers.lagging() : submit(origin, unpacked(body, coding), reading, key);
        } catch (ReadingParameters.Refused e) {
            return SubmissionAnswers.refused(e.getMessage(), e.parameter(), "invalid_parameter");
        } catch (UnknownFormat e) {
            return SubmissionAnswers.refused(e.getMessage(), "format", "unknown_format");
        } catch (UnfitParameter e) {
            return SubmissionAnswers.refused(e.getMessage(), e.parameter(), "invalid_parameter");
        } catch (SourceTooLarge e) {
            return Response.status(Response.Status.REQUEST_ENTITY_TOO_LARGE)
                    .entity(ApiError.invalidRequest(e.getMessage(), "body", "body_too_large"))
                    .build();
        } catch (UnsupportedCoding e) {
            return Response.status(Response.Status.UNSUPPORTED_MEDIA_TYPE)
                    .entity(ApiError.invalidRequest(e.getMessage(), "content-encoding", "unsupported_encoding"))
                    .build();
        } catch (CorruptCoding e) {
            return SubmissionAnswers.refused(e.getMessage(), "content-encoding", "corrupt_body");
        }
    }

    private Response submit(Origin origin, InputStream body, Reading reading, String key)
            throws IOException, InterruptedException {
        Submission submission =
                new Submission(origin, key, announcements, settings.maxInFlight(), settings.listedRejections());
        try (RecordReader records = records(body, reading, key)) {
            try {
                submission.announceAll(records);
            } catch (CorruptCoding e) {
                return answers.cutShort(submission.await(), e.getMessage());
            }
            return answers.of(submission.await());
        } catch (Submission.NotAnnounced e) {
            return answers.unavailable(e);
        }
    }

    private static RecordReader records(InputStream body, Reading reading, String key) throws IOException {
        RecordReader records = RecordReader.open(body, reading);
        return key == null ? records : new IdempotentRecords(records, key);
    }

    private static InputStream unpacked(InputStream body, String coding) throws IOException, UnsupportedCoding {
        if (coding == null || coding.equalsIgnoreCase("identity")) {
            return body;
        }
        Optional<ContentCoding> known = ContentCoding.named(coding.strip());
        if (known.isEmpty()) {
            throw new UnsupportedCoding(coding);
        }
        return known.get().decoded(body);
    }

    private static String contentType(HttpHeaders headers) throws ReadingParameters.Refused {
        try {
            MediaType type = headers.getMediaType();
            if (type == null) {
                return null;
            }
            refuseUnheeded(type);
            return type.getType() + "/" + type.getSubtype();
        } catch (IllegalArgumentException e) {
            throw new ReadingParameters.Refused(
                    "content-type", "content-type is expected to be like application/x-ndjson, or left out");
        }
    }

    /** RFC 4180's parameter. A charset needs no heed: bytes that are not what is read are refused where they stand. */
    private static void refuseUnheeded(MediaType type) throws ReadingParameters.Refused {
        if (type.getParameters().getOrDefault("header", "present").equalsIgnoreCase("absent")) {
            throw new ReadingParameters.Refused(
                    "content-type",
                    "content-type says header=absent; say header=false and columns in the query instead");
        }
    }

    /** It becomes part of every record that the request brings, so it must be fit for that. */
    private static String checkedId(String requestId) throws ReadingParameters.Refused {
        if (requestId == null || requestId.isBlank()) {
            return "req-" + UUID.randomUUID();
        }
        if (!requestId.matches("[\\x21-\\x7e]{1,200}")) {
            throw new ReadingParameters.Refused(
                    "x-request-id", "x-request-id is expected to have 1 to 200 printable ASCII characters");
        }
        return requestId;
    }

    private static void checkKey(String key) throws ReadingParameters.Refused {
        if (key != null && !key.matches("[\\x20-\\x7e]{1,255}")) {
            throw new ReadingParameters.Refused(
                    "idempotency-key", "idempotency-key is expected to have 1 to 255 printable ASCII characters");
        }
    }

    private static final class UnsupportedCoding extends Exception {
        private static final long serialVersionUID = 1L;

        private UnsupportedCoding(String coding) {
            super("content-encoding '%s' is not read; send gzip, zstd or the body as it is".formatted(coding));
        }
    }
}
