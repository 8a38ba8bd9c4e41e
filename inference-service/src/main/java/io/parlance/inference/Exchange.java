package io.parlance.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.ApiError;
import io.parlance.inference.request.Refusal;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** One HTTP request and its answer. What writes to it runs on {@link #serial()}. */
final class Exchange {
    static final String REQUEST_ID = "x-request-id";
    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "parlance.exchange";

    private final RoutingContext routing;
    private final Context context;
    private final String requestId;

    private Exchange(RoutingContext routing) {
        this.routing = routing;
        this.context = routing.vertx().getOrCreateContext();
        String theirs = routing.request().getHeader(REQUEST_ID);
        this.requestId = theirs != null && theirs.matches("[A-Za-z0-9._:-]{1,128}") ? theirs : randomId("req_");
        routing.response().putHeader(REQUEST_ID, requestId);
    }

    static Exchange of(RoutingContext routing) {
        Exchange exchange = routing.get(KEY);
        if (exchange == null) {
            exchange = new Exchange(routing);
            routing.put(KEY, exchange);
        }
        return exchange;
    }

    static String randomId(String prefix) {
        byte[] bytes = new byte[12];
        ThreadLocalRandom.current().nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }

    String requestId() {
        return requestId;
    }

    byte[] body() {
        return routing.body().buffer() == null
                ? new byte[0]
                : routing.body().buffer().getBytes();
    }

    /** What follows a path that ends in {@code *}. */
    String pathRemainder() {
        return routing.pathParam("*");
    }

    HttpServerResponse response() {
        return routing.response();
    }

    /** Runs tasks one after the other, in order, on this request's event loop; a task that throws ends the request. */
    Executor serial() {
        return task -> context.runOnContext(_ -> {
            try {
                task.run();
            } catch (RuntimeException surprise) {
                fault(surprise);
            }
        });
    }

    /** A surprise: told in full in the log, to the client by the request's id. */
    void fault(Throwable surprise) {
        LOG.errorf(surprise, "request failed request_id=%s", requestId);
        if (response().headWritten()) {
            routing.request().connection().close();
        } else {
            refuse(Refusal.failed("The service failed at this request; its log names %s.".formatted(requestId)));
        }
    }

    /** From any thread. */
    void reply(int status, JsonNode json) {
        serial().execute(() -> end(status, json));
    }

    /** Text for a metrics reader; from any thread. */
    void replyText(String text) {
        serial().execute(() -> response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                .end(text));
    }

    /** From any thread. */
    void refuse(Refusal refusal) {
        serial().execute(() -> {
            refusal.retryAfterSeconds()
                    .ifPresent(seconds -> response().putHeader("retry-after", Integer.toString(seconds)));
            end(refusal.status(), json(refusal.body()));
        });
    }

    private void end(int status, JsonNode json) {
        if (!response().headWritten() && !response().closed()) {
            response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(json.toString());
        }
    }

    static JsonNode json(ApiError error) {
        ApiError.Details details = error.error();
        var json = JSON.createObjectNode();
        json.putObject("error")
                .put("message", details.message())
                .put("type", details.type())
                .put("param", details.param())
                .put("code", details.code());
        return json;
    }
}
