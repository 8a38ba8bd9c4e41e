package io.parlance.preprocess.ledger.answer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.preprocess.Query;
import io.parlance.preprocess.Refusal;
import io.parlance.preprocess.ledger.Books;
import io.parlance.preprocess.ledger.Figures;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/** The figures of datasets. */
@Path("/v1/datasets")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DatasetResource {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Books books;

    DatasetResource(Books books) {
        this.books = books;
    }

    @GET
    public ObjectNode list(@Context UriInfo uri) {
        Query.unlessKnown(uri.getQueryParameters(), Set.of());
        ObjectNode list = JSON.createObjectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        books.allFigures().forEach((dataset, figures) -> data.add(DatasetJson.brief(dataset, figures)));
        return list.put("has_more", false);
    }

    @GET
    @Path("/{name}")
    public ObjectNode one(@PathParam("name") String dataset, @Context UriInfo uri) {
        Query.unlessKnown(uri.getQueryParameters(), Set.of());
        Figures figures = books.figures(dataset);
        if (figures.isEmpty()) {
            throw Refusal.notFound(
                    "the ledger knows no dataset '%s'; GET /v1/datasets lists those there are".formatted(dataset),
                    "dataset_not_found");
        }
        return DatasetJson.whole(dataset, figures);
    }
}
