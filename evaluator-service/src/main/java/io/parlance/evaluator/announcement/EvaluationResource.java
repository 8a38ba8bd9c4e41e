package io.parlance.evaluator.announcement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.ApiError;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** HTTP: past evaluations, and a stream of those that come. */
@Path("/v1/evaluations")
@Produces(MediaType.APPLICATION_JSON)
public class EvaluationResource {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final String FROM_THE_BEGINNING = "earliest";

    private final EvaluatorLife life;
    private final ObjectMapper json;

    EvaluationResource(EvaluatorLife life, ObjectMapper json) {
        this.life = life;
        this.json = json;
    }

    @GET
    public JsonNode list() throws IOException {
        List<LoggedEvaluation> events = life.log().all();
        ObjectNode list = json.createObjectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (LoggedEvaluation event : events) {
            data.add(described(event));
        }
        return list;
    }

    @GET
    @Path("/{id}")
    public Response one(@PathParam("id") String id) throws IOException {
        Optional<LoggedEvaluation> found = life.log().find(id);
        if (found.isEmpty()) {
            return Response.status(Response.Status.NOT_FOUND)
                    .entity(ApiError.invalidRequest(
                            "no evaluation '%s'; GET /v1/evaluations lists them".formatted(id),
                            "id",
                            "evaluation_not_found"))
                    .build();
        }
        return Response.ok(described(found.get())).build();
    }

    /**
     * Evaluation events as they come. A client that was cut off sends the last id it saw ({@code Last-Event-ID}, which
     * browsers do themselves) and misses nothing; {@code ?after=earliest} begins with the first ever.
     */
    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> events(
            @Context Sse sse, @HeaderParam("Last-Event-ID") String lastEventId, @QueryParam("after") String after) {
        EvaluationLog log = life.log();
        String from = lastEventId != null ? lastEventId : after;
        EvaluationLog.Position position = from == null
                ? log.end()
                : from.equals(FROM_THE_BEGINNING) ? EvaluationLog.Position.BEGINNING : EvaluationLog.Position.of(from);
        Multi<OutboundSseEvent> events = Multi.createFrom().emitter(emitter -> {
            Runnable end = log.follow(
                    position,
                    event -> emitter.emit(sse.newEventBuilder()
                            .id(event.eventId())
                            .name(event.type())
                            .mediaType(MediaType.TEXT_PLAIN_TYPE)
                            .data(event.json())
                            .build()));
            emitter.onTermination(end);
        });
        // The first one at once, so that the client knows it is connected.
        Multi<OutboundSseEvent> heartbeats = Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(0L),
                        Multi.createFrom().ticks().every(HEARTBEAT).onOverflow().drop())
                .map(_ -> sse.newEventBuilder().comment("").build());
        return Multi.createBy().merging().streams(events, heartbeats);
    }

    private JsonNode described(LoggedEvaluation event) throws IOException {
        ObjectNode described = json.createObjectNode();
        described.put("object", "evaluation");
        described.put("type", event.type());
        described.put("event_id", event.eventId());
        described.setAll((ObjectNode) json.readTree(event.json()));
        return described;
    }
}
