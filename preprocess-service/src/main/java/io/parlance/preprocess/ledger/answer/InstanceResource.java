package io.parlance.preprocess.ledger.answer;

import io.parlance.preprocess.ledger.Books;
import io.parlance.preprocess.ledger.Figures;
import io.parlance.preprocess.ledger.Place;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.SortedMap;
import org.jboss.resteasy.reactive.RestQuery;

/** This instance's part of an answer, for the others. The gateway does not lead here. */
@Path("/internal/ledger")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class InstanceResource {
    private final Books books;

    InstanceResource(Books books) {
        this.books = books;
    }

    @GET
    @Path("/places")
    public List<Place> places(@RestQuery String id) {
        return books.placesHere(id == null ? "" : id);
    }

    @GET
    @Path("/figures")
    public Figures figures(@RestQuery String dataset) {
        return books.figuresHere(dataset == null ? "" : dataset);
    }

    @GET
    @Path("/datasets")
    public SortedMap<String, Figures> datasets() {
        return books.allFiguresHere();
    }
}
