package io.parlance.preprocess.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.DatasetVersioned;
import io.parlance.contracts.Split;
import io.parlance.preprocess.Query;
import io.parlance.preprocess.Refusal;
import io.parlance.preprocess.dataset.manifest.Croissant;
import io.parlance.preprocess.dataset.manifest.ExportLines;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Dataset versions over HTTP. */
@Path("/v1/datasets/{name}/versions")
@Produces(MediaType.APPLICATION_JSON)
public class DatasetVersionResource {
    private static final Logger LOG = Logger.getLogger(DatasetVersionResource.class);
    private static final int MOST_BODY_BYTES = 16 * 1024;
    private static final int MOST_LISTED = 100;
    private static final int USUALLY_LISTED = 20;
    private static final List<String> SPLITS =
            Arrays.stream(Split.values()).map(VersionJson::nameOf).toList();
    private static final List<String> FORMATS = List.of("openai_chat", "openai_preference");

    private final DatasetVersions versions;

    DatasetVersionResource(DatasetVersions versions) {
        this.versions = versions;
    }

    @POST
    @RunOnVirtualThread
    public Response fix(@PathParam("name") String dataset, @Context UriInfo uri, InputStream body) throws IOException {
        Query.unlessKnown(uri.getQueryParameters(), Set.of());
        JsonNode json = RequestParts.object(body, MOST_BODY_BYTES, List.of("description", "license", "creator"));
        DatasetVersions.Words words = new DatasetVersions.Words(
                RequestParts.text(json, "description", 1_000),
                RequestParts.text(json, "license", 200),
                RequestParts.text(json, "creator", 200));
        return switch (versions.fix(dataset, words)) {
            case DatasetVersions.Fixed.New(DatasetVersioned version) -> {
                LOG.infof(
                        "Dataset version fixed id=%s dataset=%s examples=%d",
                        version.id(), dataset, version.manifest().examples());
                yield Response.status(Response.Status.CREATED)
                        .entity(VersionJson.whole(version))
                        .build();
            }
            case DatasetVersions.Fixed.Known(DatasetVersioned version) ->
                Response.ok(VersionJson.whole(version)).build();
            case DatasetVersions.Fixed.Empty _ ->
                throw Refusal.notFound(
                        "dataset '%s' has no prepared example; GET /v1/datasets lists those there are"
                                .formatted(dataset),
                        "dataset_not_found");
        };
    }

    @GET
    @RunOnVirtualThread
    public ObjectNode list(@PathParam("name") String dataset, @Context UriInfo uri) {
        Query.unlessKnown(uri.getQueryParameters(), Set.of("after", "limit"));
        int limit = Query.number(uri.getQueryParameters(), "limit", 1, MOST_LISTED, USUALLY_LISTED);
        List<DatasetVersioned> newestFirst = versions.of(dataset).reversed();
        int from = 0;
        String after = uri.getQueryParameters().getFirst("after");
        if (after != null) {
            List<String> ids = newestFirst.stream().map(DatasetVersioned::id).toList();
            if (!ids.contains(after)) {
                throw Refusal.badRequest(
                        "after is '%s', which is no version of dataset '%s'".formatted(after, dataset),
                        "after",
                        "version_not_found");
            }
            from = ids.indexOf(after) + 1;
        }
        int to = Math.min(newestFirst.size(), from + limit);
        return VersionJson.list(newestFirst.subList(from, to), to < newestFirst.size());
    }

    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    public ObjectNode get(@PathParam("name") String dataset, @PathParam("id") String id, @Context UriInfo uri) {
        Query.unlessKnown(uri.getQueryParameters(), Set.of());
        return VersionJson.whole(found(dataset, id));
    }

    @POST
    @Path("/{id}/verify")
    @RunOnVirtualThread
    public ObjectNode verify(
            @PathParam("name") String dataset, @PathParam("id") String id, @Context UriInfo uri, InputStream body)
            throws IOException {
        Query.unlessKnown(uri.getQueryParameters(), Set.of());
        RequestParts.object(body, MOST_BODY_BYTES, List.of());
        DatasetVersioned version = found(dataset, id);
        return VersionJson.verification(version, versions.verify(version));
    }

    @GET
    @Path("/{id}/croissant")
    @Produces("application/ld+json")
    @RunOnVirtualThread
    public Response croissant(
            @PathParam("name") String dataset,
            @PathParam("id") String id,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        Query.unlessKnown(uri.getQueryParameters(), Set.of());
        return Response.ok(Croissant.json(found(dataset, id), address(uri, headers)), Croissant.MEDIA_TYPE)
                .build();
    }

    @GET
    @Path("/{id}/export")
    @Produces("application/x-ndjson")
    @RunOnVirtualThread
    public Response export(@PathParam("name") String dataset, @PathParam("id") String id, @Context UriInfo uri) {
        Query.unlessKnown(uri.getQueryParameters(), Set.of("split", "format"));
        Optional<String> split = Query.choice(uri.getQueryParameters(), "split", SPLITS);
        ExportLines form = Query.choice(uri.getQueryParameters(), "format", FORMATS)
                .map(name -> ExportLines.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElse(ExportLines.OPENAI_CHAT);
        DatasetVersioned version = found(dataset, id);
        StreamingOutput lines = out -> {
            // Not closed when it fails: the answer would look whole.
            OutputStream buffered = new BufferedOutputStream(out, 64 * 1024);
            versions.export(
                    version,
                    split.map(name -> Split.valueOf(name.toUpperCase(Locale.ROOT)))
                            .orElse(null),
                    form,
                    buffered);
            buffered.flush();
        };
        return Response.ok(lines).build();
    }

    private DatasetVersioned found(String dataset, String id) {
        return versions.find(dataset, id)
                .orElseThrow(() -> Refusal.notFound(
                        "dataset '%s' has no version '%s'; GET /v1/datasets/%s/versions lists them"
                                .formatted(dataset, id, dataset),
                        "version_not_found"));
    }

    /** Of the version, as the client reached it: through the gateway, which says by which name. */
    private static String address(UriInfo uri, HttpHeaders headers) {
        String path = uri.getRequestUri().getRawPath().replaceAll("/croissant$", "");
        String host = headers.getHeaderString("x-forwarded-host");
        if (host == null || host.isBlank()) {
            return uri.getBaseUri().resolve(path).toString();
        }
        String protocol = headers.getHeaderString("x-forwarded-proto");
        return (protocol == null ? "http" : protocol) + "://" + host + path;
    }
}
