package io.parlance.preprocess.erasure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.ErasureRequested.Scope;
import io.parlance.preprocess.Query;
import io.parlance.preprocess.Refusal;
import io.parlance.preprocess.ledger.answer.Conversations;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;

/** HTTP: requests for erasure, and how far they are. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ErasureResource {
    private static final int MOST_SUBJECT = 200;
    private static final int MOST_LISTED = 1_000;
    private static final int USUALLY_LISTED = 100;

    private final ErasureRequests requests;
    private final Conversations conversations;

    ErasureResource(ErasureRequests requests, Conversations conversations) {
        this.requests = requests;
        this.conversations = conversations;
    }

    /** Somebody of whom nothing is known gets a receipt all the same: it says that nothing is held. */
    @DELETE
    @Path("/subjects/{id}")
    public Response subject(@PathParam("id") String subject, @Context UriInfo uri) {
        Query.unlessKnown(uri.getQueryParameters(), Set.of());
        if (subject.isBlank() || subject.length() > MOST_SUBJECT) {
            throw Refusal.badParameter(
                    "id",
                    "a subject's name has 1 to %d characters, this one has %d"
                            .formatted(MOST_SUBJECT, subject.length()));
        }
        return accepted(requests.request(Scope.SUBJECT, subject, null, null));
    }

    @DELETE
    @Path("/conversations/{id}")
    public Response conversation(@PathParam("id") String id, @Context UriInfo uri) {
        Query.unlessKnown(uri.getQueryParameters(), Set.of("dataset"));
        String dataset = conversations.datasetOf(id, Query.text(uri.getQueryParameters(), "dataset"));
        return accepted(requests.request(Scope.CONVERSATION, null, dataset, id));
    }

    @GET
    @Path("/erasures/{id}")
    public ObjectNode erasure(@PathParam("id") String id, @Context UriInfo uri) {
        Query.unlessKnown(uri.getQueryParameters(), Set.of());
        return requests.find(id)
                .map(known -> {
                    ObjectNode answer = brief(known);
                    if (known.receipt() != null) {
                        answer.set("receipt", ErasureJson.MAPPER.valueToTree(known.receipt()));
                    }
                    return answer;
                })
                .orElseThrow(() -> Refusal.notFound(
                        "there is no erasure '%s'; GET /v1/erasures lists those there are".formatted(id),
                        "erasure_not_found"));
    }

    @GET
    @Path("/erasures")
    public ObjectNode list(@Context UriInfo uri) {
        Query.unlessKnown(uri.getQueryParameters(), Set.of("limit"));
        int limit = Query.number(uri.getQueryParameters(), "limit", 1, MOST_LISTED, USUALLY_LISTED);
        List<Known> all = requests.all();
        ObjectNode list = ErasureJson.MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        all.stream().limit(limit).map(ErasureResource::brief).forEach(data::add);
        return list.put("has_more", all.size() > limit);
    }

    static Response accepted(Known erasure) {
        return Response.status(Response.Status.ACCEPTED).entity(brief(erasure)).build();
    }

    /** Never the subject's name: who asks knows it. */
    static ObjectNode brief(Known erasure) {
        ObjectNode answer = ErasureJson.MAPPER
                .createObjectNode()
                .put("id", erasure.id())
                .put("object", "erasure")
                .put("status", erasure.status().word())
                .put("scope", ErasureJson.MAPPER.convertValue(erasure.scope(), String.class))
                .put("requested_at", erasure.requestedAt());
        if (erasure.subjectSha256() != null) {
            answer.put("subject_sha256", erasure.subjectSha256());
        }
        if (erasure.dataset() != null) {
            answer.put("dataset", erasure.dataset());
        }
        if (erasure.conversationId() != null) {
            answer.put("conversation", erasure.conversationId());
        }
        if (erasure.receipt() != null) {
            answer.put("completed_at", erasure.receipt().completedAt());
            answer.put("conversations", erasure.receipt().conversations());
        } else if (erasure.state() == null && erasure.before() > 0) {
            answer.put("queue_position", erasure.before())
                    .put(
                            "waiting_for",
                            erasure.before() == 1
                                    ? "the erasure that was asked for before"
                                    : "%d erasures that were asked for before".formatted(erasure.before()));
        } else if (erasure.state() != null) {
            if (erasure.state().status().compareTo(Status.LOCATING) > 0) {
                answer.put("conversations", erasure.state().conversations());
            }
            if (erasure.state().waitingFor() != null) {
                answer.put("waiting_for", erasure.state().waitingFor());
            }
        }
        return answer;
    }
}
