package io.parlance.preprocess.erasure;

import io.parlance.contracts.ErasureRequested.Scope;
import io.parlance.preprocess.Query;
import io.parlance.preprocess.Refusal;
import io.parlance.preprocess.ledger.Books;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/** HTTP: the wish that a whole dataset be gone. Of this path, for a class of another one is not asked for it. */
@Path("/v1/datasets")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DatasetErasureResource {
    private final ErasureRequests requests;
    private final Books books;

    DatasetErasureResource(ErasureRequests requests, Books books) {
        this.requests = requests;
        this.books = books;
    }

    @DELETE
    @Path("/{name}")
    public Response dataset(@PathParam("name") String dataset, @Context UriInfo uri) {
        Query.unlessKnown(uri.getQueryParameters(), Set.of());
        if (books.figures(dataset).isEmpty()) {
            throw Refusal.notFound(
                    "the ledger knows no dataset '%s'; GET /v1/datasets lists those there are".formatted(dataset),
                    "dataset_not_found");
        }
        return ErasureResource.accepted(requests.request(Scope.DATASET, null, dataset, null));
    }
}
