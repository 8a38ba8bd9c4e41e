package io.parlance.ingest.file;

import io.parlance.contracts.ApiError;
import io.parlance.contracts.FileUploaded;
import io.parlance.ingest.Submission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.PathPart;

/** HTTP in: OpenAI's Files API. */
@Path("/v1/files")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FileResource {
    private static final Logger LOG = Logger.getLogger(FileResource.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    private final UploadedFiles files;

    FileResource(UploadedFiles files) {
        this.files = files;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response upload(InputStream body, @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType)
            throws IOException, InterruptedException {
        try {
            return switch (files.receive(body, contentType)) {
                case Upload.Refused r ->
                    Response.status(r.status())
                            .entity(ApiError.invalidRequest(r.message(), r.param(), r.code()))
                            .build();
                case Upload.Received r ->
                    Response.ok(FileJson.of(files.keep(r))).build();
            };
        } catch (StoredFiles.NotStored e) {
            LOG.errorf(e, "file not stored");
            return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                    .entity(ApiError.serverError(
                            "the file cannot be stored here; the log of the ingest service says why", "storage_failed"))
                    .build();
        } catch (Submission.NotAnnounced e) {
            return unavailable(e, "send the file again");
        }
    }

    @GET
    public Response list(@Context UriInfo uri) {
        if (!files.isReady()) {
            return starting();
        }
        try {
            FileQuery query = FileQuery.of(uri.getQueryParameters());
            return Response.ok(FileJson.Page.of(query.of(files.oldestFirst()))).build();
        } catch (FileQuery.Refused e) {
            return Response.status(Response.Status.BAD_REQUEST)
                    .entity(ApiError.invalidRequest(e.getMessage(), e.param(), "invalid_value"))
                    .build();
        }
    }

    @GET
    @Path("/{id}")
    public Response one(@PathParam("id") String id) {
        Optional<FileUploaded> file = files.find(id);
        return file.isEmpty()
                ? absent(id)
                : Response.ok(FileJson.of(file.get())).build();
    }

    @GET
    @Path("/{id}/content")
    @Produces(MediaType.WILDCARD)
    public Response content(@PathParam("id") String id) {
        Optional<FileUploaded> file = files.find(id);
        if (file.isEmpty()) {
            return absent(id);
        }
        if (file.get().erasure() != null) {
            return Response.status(Response.Status.NOT_FOUND)
                    .type(MediaType.APPLICATION_JSON)
                    .entity(ApiError.invalidRequest(
                            "the bytes of '%s' are gone: a conversation in them was erased, and it cannot be cut out of them (GET /v1/erasures/%s). Upload the file again without it"
                                    .formatted(id, file.get().erasure()),
                            "file_id",
                            "file_content_erased"))
                    .build();
        }
        Optional<java.nio.file.Path> bytes = files.bytes(file.get());
        if (bytes.isEmpty()) {
            return Response.status(Response.Status.NOT_FOUND)
                    .type(MediaType.APPLICATION_JSON)
                    .entity(ApiError.invalidRequest(
                            "the bytes of '%s' are not in this instance's folder; ask the instance that took the file, or let all share one parlance.ingest.files-dir"
                                    .formatted(id),
                            "file_id",
                            "file_content_elsewhere"))
                    .build();
        }
        // A part, for of a whole file the framework answers a range with 200.
        return Response.ok(new PathPart(bytes.get(), 0, file.get().bytes()))
                .type(MediaType.APPLICATION_OCTET_STREAM)
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment(file.get().filename()))
                .header("x-content-type-options", "nosniff")
                .build();
    }

    @DELETE
    @Path("/{id}")
    public Response delete(@PathParam("id") String id) throws IOException, InterruptedException {
        Optional<FileUploaded> file = files.find(id);
        if (file.isEmpty()) {
            return absent(id);
        }
        try {
            Optional<String> erasure = files.delete(file.get());
            return Response.ok(new FileJson.Deleted(id, "file", true, erasure.orElse(null)))
                    .build();
        } catch (Submission.NotAnnounced e) {
            return unavailable(e, "ask for the deletion again");
        }
    }

    private Response absent(String id) {
        return files.isReady()
                ? Response.status(Response.Status.NOT_FOUND)
                        .type(MediaType.APPLICATION_JSON)
                        .entity(ApiError.invalidRequest("no file '%s'".formatted(id), "file_id", "file_not_found"))
                        .build()
                : starting();
    }

    private static Response starting() {
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .entity(ApiError.serverError(
                        "the list of files is still being read from Kafka; ask again in a moment", "starting"))
                .build();
    }

    private static Response unavailable(Submission.NotAnnounced cause, String mend) {
        LOG.errorf(cause, "file not announced: Kafka did not acknowledge");
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .entity(ApiError.serverError("Kafka did not acknowledge; " + mend, "broker_unavailable"))
                .build();
    }

    private static String attachment(String filename) {
        String plain = filename.replaceAll("[^ -~]|[\"\\\\]", "_");
        String header = "attachment; filename=\"" + plain + "\"";
        return plain.equals(filename)
                ? header
                : header + "; filename*=UTF-8''"
                        + URLEncoder.encode(filename, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
