package io.parlance.preprocess.augmentation.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.ApiError;
import io.parlance.contracts.CheckedConversation;
import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.augmentation.UnavailableException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;

/** HTTP: what augmentation did, and a trial of a method on a text. */
@Path("/v1/augmentations")
@Produces(MediaType.APPLICATION_JSON)
public class AugmentationResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FIELDS = List.of("method", "conversation", "text");

    private final Augmentations augmentations;

    AugmentationResource(Augmentations augmentations) {
        this.augmentations = augmentations;
    }

    @GET
    public Response report(@Context UriInfo uri) {
        try {
            refuseParameters(uri);
            return Response.ok(AugmentationReport.of(augmentations, augmentations.tally()))
                    .build();
        } catch (Refused e) {
            return e.answer();
        } catch (KafkaException e) {
            return Response.status(503)
                    .entity(ApiError.serverError(e.getMessage(), "kafka_unavailable"))
                    .build();
        }
    }

    @POST
    @Path("/preview")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response preview(@Context UriInfo uri, String body) {
        try {
            refuseParameters(uri);
            Map<?, ?> request = object(body);
            String method = method(request);
            ConversationSubmitted conversation = conversation(request);
            return Response.ok(PreviewAnswer.of(
                            augmentations.preview(method, conversation.key(), conversation.messages())))
                    .build();
        } catch (Refused e) {
            return e.answer();
        } catch (IllegalArgumentException e) {
            return new Refused(e.getMessage(), "method").answer();
        } catch (UnavailableException e) {
            return Response.status(503)
                    .entity(ApiError.serverError(e.getMessage(), "method_unavailable"))
                    .build();
        }
    }

    private static void refuseParameters(UriInfo uri) {
        for (String name : new TreeSet<>(uri.getQueryParameters().keySet())) {
            throw new Refused("unknown parameter '%s'; this address takes none".formatted(name), name);
        }
    }

    private static Map<?, ?> object(String body) {
        Object json;
        try {
            json = JSON.readValue(body, Object.class);
        } catch (JsonProcessingException e) {
            throw new Refused("the body is no JSON: " + e.getOriginalMessage(), "body");
        }
        if (!(json instanceof Map<?, ?> object)) {
            throw new Refused("the body is no JSON object; expected method, and conversation or text", "body");
        }
        for (Object name : object.keySet()) {
            if (!FIELDS.contains(name)) {
                throw new Refused(
                        "unknown field '%s'; known are %s".formatted(name, String.join(", ", FIELDS)),
                        String.valueOf(name));
            }
        }
        return object;
    }

    private static String method(Map<?, ?> request) {
        if (request.get("method") instanceof String name) {
            return name;
        }
        throw new Refused("method is missing; known are " + String.join(", ", Methods.KNOWN), "method");
    }

    private static ConversationSubmitted conversation(Map<?, ?> request) {
        Object text = request.get("text");
        Object conversation = request.get("conversation");
        if ((text == null) == (conversation == null)) {
            throw new Refused("expected either conversation or text", "conversation");
        }
        if (conversation != null) {
            return switch (ConversationRules.check(conversation)) {
                case CheckedConversation.Accepted a -> a.conversation();
                case CheckedConversation.Refused r ->
                    throw new Refused(
                            "conversation: %s: %s"
                                    .formatted(
                                            r.violations().getFirst().field(),
                                            r.violations().getFirst().rule()),
                            "conversation");
            };
        }
        if (!(text instanceof String words) || words.isBlank()) {
            throw new Refused("text is no text with words in it", "text");
        }
        List<Turn> messages = List.of(new Turn("user", words));
        return new ConversationSubmitted(
                ConversationRules.contentId(messages), ConversationRules.DEFAULT_DATASET, messages, Map.of());
    }

    /** The client's mistake. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String param;

        Refused(String message, String param) {
            super(message);
            this.param = param;
        }

        Response answer() {
            return Response.status(400)
                    .entity(ApiError.invalidRequest(getMessage(), param, "invalid_request"))
                    .build();
        }
    }
}
