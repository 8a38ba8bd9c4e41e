package io.parlance.local.gateway;

import io.parlance.local.world.Service;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;

/**
 * One request on its way to a service and its answer on the way back, both streamed with back-pressure.
 *
 * <p>A client that goes away cancels the service's work; a service that goes away becomes a 503, or, when its answer had
 * begun, an error event (SSE) or a connection that breaks off, never an answer that looks whole.
 */
final class Exchange {
    /** They speak about one connection only (RFC 9110, 7.6.1). */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "host");

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final HttpClientRequest upstream;
    private final Service service;
    private boolean answering;
    private boolean over;

    Exchange(HttpServerRequest request, HttpClientRequest upstream, Service service) {
        this.request = request;
        this.response = request.response();
        this.upstream = upstream;
        this.service = service;
    }

    void run() {
        copyHeaders(request.headers(), upstream.headers());
        upstream.putHeader("x-forwarded-host", request.headers().contains("host") ? request.getHeader("host") : "");
        upstream.putHeader("x-forwarded-proto", "http");
        upstream.exceptionHandler(this::lost);
        upstream.response().onSuccess(this::answer).onFailure(this::lost);
        response.closeHandler(gone -> cancel());
        response.exceptionHandler(gone -> cancel());
        sendBody();
    }

    private void sendBody() {
        boolean hasBody = request.headers().contains("content-length")
                || request.headers().contains("transfer-encoding");
        if (!hasBody) {
            request.resume();
            upstream.end();
            return;
        }
        if (!request.headers().contains("content-length")) upstream.setChunked(true);
        request.pipe().endOnFailure(false).to(upstream).onFailure(cause -> {
            // The service may have answered before it read all of it, and what it said still counts.
            request.handler(null);
            request.resume();
            if (!answering) upstream.reset();
        });
    }

    private void answer(HttpClientResponse answer) {
        if (over) return;
        answering = true;
        response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
        copyHeaders(answer.headers(), response.headers());
        boolean bodiless =
                request.method() == HttpMethod.HEAD || answer.statusCode() == 204 || answer.statusCode() == 304;
        if (!bodiless && !answer.headers().contains("content-length")) response.setChunked(true);
        answer.pipe()
                .endOnFailure(false)
                .to(response)
                .onSuccess(ended -> over = true)
                .onFailure(cause -> breakOff());
    }

    /** The answer had begun and will not end. */
    private void breakOff() {
        if (over) return;
        over = true;
        // The client may have gone while the last bytes were on their way to it.
        if (response.closed() || response.ended()) return;
        String type = response.headers().get("content-type");
        if (type != null && type.startsWith("text/event-stream")) {
            var error = OpenAiError.away(service.title(), "it ended in the middle of its answer");
            response.end("\n\ndata: " + error.json() + "\n\n");
        } else {
            request.connection().close();
        }
    }

    /** The service went away before it answered. */
    private void lost(Throwable cause) {
        if (over || answering) return;
        over = true;
        if (response.closed() || response.ended()) return;
        // It may have begun what was asked; only requests that can be repeated without harm invite a retry.
        if (service == Service.TRAINER && request.method() == HttpMethod.POST)
            response.putHeader("x-should-retry", "false");
        OpenAiError.away(service.title(), "the connection was lost before it answered")
                .send(response);
        request.handler(null);
        request.resume();
    }

    private void cancel() {
        if (over) return;
        over = true;
        upstream.reset();
    }

    private static void copyHeaders(MultiMap from, MultiMap to) {
        Set<String> named = Set.of(
                from.contains("connection")
                        ? from.get("connection").toLowerCase().split("\\s*,\\s*")
                        : new String[0]);
        from.names().forEach(name -> {
            String lower = name.toLowerCase(java.util.Locale.ROOT);
            if (!HOP_BY_HOP.contains(lower) && !named.contains(lower)) to.set(name, from.getAll(name));
        });
    }
}
