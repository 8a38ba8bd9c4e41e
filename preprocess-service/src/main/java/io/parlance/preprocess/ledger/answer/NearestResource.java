package io.parlance.preprocess.ledger.answer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.preprocess.Query;
import io.parlance.preprocess.Refusal;
import io.parlance.preprocess.dataset.RecordLog;
import io.parlance.preprocess.ledger.RecordKind;
import io.parlance.preprocess.stream.EventJson;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** What is like a conversation, by the embeddings of the examples. */
@Path("/v1/conversations/{id}/nearest")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class NearestResource {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int USUALLY = 10;
    private static final int MOST = 100;
    private static final long MOST_RECORDS = 200_000;

    /** A search reads much; one at a time leaves room for the rest. */
    private final Semaphore turn = new Semaphore(1, true);

    private final Conversations conversations;
    private final PlacedRecords records;
    private final RecordLog log;

    NearestResource(Conversations conversations, PlacedRecords records, RecordLog log) {
        this.conversations = conversations;
        this.records = records;
        this.log = log;
    }

    @GET
    public ObjectNode nearest(@PathParam("id") String id, @Context UriInfo uri) {
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        Query.unlessKnown(query, Set.of("dataset", "limit"));
        int limit = Query.number(query, "limit", 1, MOST, USUALLY);
        Conversations.Found found = conversations.find(id, Query.text(query, "dataset"));
        Nearest.Compared example = records.read(found.of(RecordKind.PREPARED)).reversed().stream()
                .filter(record -> !record.isGone())
                .map(record -> EventJson.read(record.value(), Nearest.Compared.class))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound(
                        "conversation '%s' of dataset '%s' is no example, so it has no embedding; GET /v1/conversations/%s says what became of it"
                                .formatted(id, found.dataset(), id),
                        "example_not_found"));
        if (example.embedding().dimensions() == 0) {
            throw Refusal.notFound(
                    "conversation '%s' of dataset '%s' was prepared without an embedding (parlance.preprocess.embeddings)"
                            .formatted(id, found.dataset()),
                    "embedding_not_found");
        }
        turn.acquireUninterruptibly();
        Nearest.Answer answer;
        try {
            answer = Nearest.of(example, log, limit, MOST_RECORDS);
        } finally {
            turn.release();
        }
        ObjectNode json = JSON.createObjectNode().put("object", "list");
        ArrayNode data = json.putArray("data");
        answer.neighbours().forEach(neighbour -> data.addObject()
                .put("id", neighbour.id())
                .put("similarity", neighbour.similarity())
                .put("split", JSON.valueToTree(neighbour.split()).asText()));
        return json.put("has_more", answer.scanned() > answer.neighbours().size())
                .put("scanned", answer.scanned())
                .put("complete", answer.complete());
    }
}
