package io.parlance.preprocess.ledger.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.preprocess.Query;
import io.parlance.preprocess.Refusal;
import io.parlance.preprocess.ledger.Books;
import io.parlance.preprocess.ledger.Place;
import io.parlance.preprocess.ledger.RecordKind;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;

/** What became of one conversation, or of one that was refused. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ConversationResource {
    /** A client that repeats an id for ever has as many events; the first ones tell the story. */
    private static final int MOST_RECORDS = 200;

    private final Conversations conversations;
    private final Books books;
    private final PlacedRecords records;

    ConversationResource(Conversations conversations, Books books, PlacedRecords records) {
        this.conversations = conversations;
        this.books = books;
        this.records = records;
    }

    @GET
    @Path("/conversations/{id}")
    public ObjectNode conversation(@PathParam("id") String id, @Context UriInfo uri) {
        Query.unlessKnown(uri.getQueryParameters(), Set.of("dataset", "include"));
        boolean withMessages = Query.text(uri.getQueryParameters(), "include")
                .map(include -> {
                    if (!include.equals("messages")) {
                        throw Refusal.badParameter(
                                "include", "include is '%s', expected messages or nothing".formatted(include));
                    }
                    return true;
                })
                .orElse(false);
        Conversations.Found found = conversations.find(id, Query.text(uri.getQueryParameters(), "dataset"));
        List<Place> own = found.places().stream()
                .filter(place -> place.kind() != RecordKind.CHILD)
                .limit(MOST_RECORDS)
                .toList();
        return new Story(found, records.read(own)).tell(withMessages);
    }

    @GET
    @Path("/rejections/{id}")
    public ObjectNode rejection(@PathParam("id") String id, @Context UriInfo uri) {
        Query.unlessKnown(uri.getQueryParameters(), Set.of());
        List<Place> places = books.places(id).stream()
                .filter(place -> place.kind() == RecordKind.REJECTED)
                .limit(1)
                .toList();
        return records.read(places).stream()
                .filter(record -> !record.isGone())
                .findFirst()
                .map(Story::rejection)
                .orElseThrow(() -> Refusal.notFound(
                        "the ledger knows no rejection '%s'; its id stands in the answer to the request and on conversations.rejected.v1"
                                .formatted(id),
                        "rejection_not_found"));
    }
}
