package io.parlance.ingest.feedback;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.parlance.contracts.ApiError;
import io.parlance.contracts.CompletionServed;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.FeedbackGiven;
import io.parlance.ingest.ConversationAnnouncements;
import io.parlance.ingest.EventWriter;
import io.parlance.ingest.format.BodyJson;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/** HTTP in: feedback on served answers. */
@Path("/v1/feedback")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FeedbackResource {
    private static final Logger LOG = Logger.getLogger(FeedbackResource.class);
    private static final int MAX_BODY_BYTES = 512 * 1024;
    private static final int RETRY_AFTER_SECONDS = 5;

    private final ServedCompletions completions;
    private final ConversationAnnouncements conversations;
    private final EventWriter events;

    FeedbackResource(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            ConversationAnnouncements conversations,
            EventWriter events) {
        this.completions = new ServedCompletions(kafka);
        this.conversations = conversations;
        this.events = events;
    }

    /** The answer. @param conversation what was submitted because of it; null when there is nothing to learn */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Accepted(
            String object,
            String id,
            @JsonProperty("completion_id") String completionId,
            FeedbackGiven.Rating rating,
            String dataset,
            String conversation) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response give(InputStream body) throws IOException, InterruptedException {
        try {
            FeedbackRequest feedback = FeedbackRequest.of(parsed(body));
            Optional<CompletionServed> served = completions.find(feedback.completionId());
            return served.isEmpty() ? unknown(feedback) : learn(feedback, served.get());
        } catch (FeedbackRequest.Refused e) {
            return refused(e.param(), e.getMessage());
        } catch (ServedCompletions.Unreadable e) {
            return unavailable(e);
        } catch (ExecutionException e) {
            return unavailable(e.getCause());
        }
    }

    private Response learn(FeedbackRequest feedback, CompletionServed served)
            throws InterruptedException, ExecutionException {
        return switch (Lesson.of(feedback, served)) {
            case Lesson.Unfit unfit -> refused(unfit.param(), unfit.message());
            case Lesson.Nothing _ -> told(feedback, null);
            case Lesson.Learn(ConversationSubmitted conversation) -> {
                conversations.submitted(conversation).toCompletableFuture().get();
                yield told(feedback, conversation.id());
            }
        };
    }

    /** The conversation is in already, so a repetition after a failure here adds nothing. */
    private Response told(FeedbackRequest feedback, String conversation)
            throws InterruptedException, ExecutionException {
        String id = id(feedback);
        FeedbackGiven given = new FeedbackGiven(
                id,
                feedback.completionId(),
                feedback.rating(),
                feedback.choice(),
                feedback.correction(),
                feedback.comment(),
                feedback.subject(),
                feedback.dataset(),
                conversation);
        events.write(given, id).toCompletableFuture().get();
        LOG.infof(
                "feedback given feedback=%s completion=%s rating=%s conversation=%s",
                id, feedback.completionId(), feedback.rating(), conversation);
        return Response.accepted(new Accepted(
                        "feedback", id, feedback.completionId(), feedback.rating(), feedback.dataset(), conversation))
                .build();
    }

    private static Object parsed(InputStream body) throws IOException, FeedbackRequest.Refused {
        try {
            return BodyJson.read(body, MAX_BODY_BYTES);
        } catch (BodyJson.Unreadable e) {
            throw new FeedbackRequest.Refused("body", e.getMessage());
        }
    }

    private static String id(FeedbackRequest feedback) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : feedback.parts()) {
                digest.update((part.length() + ":" + part).getBytes(StandardCharsets.UTF_8));
            }
            return "fb-" + HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("the JDK has no SHA-256", impossible);
        }
    }

    private static Response unknown(FeedbackRequest feedback) {
        return Response.status(Response.Status.NOT_FOUND)
                .entity(ApiError.invalidRequest(
                        "no answer '%s' is kept; ask with \"store\": true, and judge the answer within 30 days and before it is erased"
                                .formatted(feedback.completionId()),
                        "completion_id",
                        "completion_not_found"))
                .build();
    }

    private static Response refused(String param, String message) {
        return Response.status(Response.Status.BAD_REQUEST)
                .entity(ApiError.invalidRequest(message, param, "invalid_value"))
                .build();
    }

    private static Response unavailable(Throwable cause) {
        LOG.errorf(cause, "feedback not taken");
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .entity(ApiError.serverError(
                        "Kafka did not answer; send the same feedback again, it will not be counted twice",
                        "broker_unavailable"))
                .build();
    }
}
