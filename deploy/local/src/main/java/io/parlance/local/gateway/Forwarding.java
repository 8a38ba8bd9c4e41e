package io.parlance.local.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.parlance.local.world.Service;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/** Opens the way to a service; {@link Exchange} then carries one request and its answer. */
final class Forwarding {
    private final HttpClient client;
    private final ToIntFunction<Service> ports;
    private final MeterRegistry metrics;
    private final AtomicInteger inFlight;

    Forwarding(HttpClient client, ToIntFunction<Service> ports, MeterRegistry metrics) {
        this.client = client;
        this.ports = ports;
        this.metrics = metrics;
        this.inFlight = metrics.gauge("parlance.gateway.requests.in.flight", new AtomicInteger());
    }

    void forward(HttpServerRequest request, Service service) {
        // Not a byte of the body is read before there is somebody to give it to.
        request.pause();
        String requestId = request.response().headers().get(Gateway.REQUEST_ID);
        measure(request, service);
        var target = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(ports.applyAsInt(service))
                .setMethod(request.method())
                .setURI(request.uri());
        client.request(target).onComplete(opened -> {
            if (opened.succeeded()) {
                opened.result().putHeader(Gateway.REQUEST_ID, requestId);
                new Exchange(request, opened.result(), service).run();
            } else {
                request.resume();
                OpenAiError.away(service.title(), "nothing answers at its port").send(request.response());
            }
        });
    }

    private void measure(HttpServerRequest request, Service service) {
        long begun = System.nanoTime();
        inFlight.incrementAndGet();
        // Called once the answer is over, also when the client has gone.
        request.response().endHandler(ended -> {
            inFlight.decrementAndGet();
            Timer.builder("parlance.gateway.requests")
                    .description("Requests that went to a service, until the last byte of the answer")
                    .tag("service", service.title())
                    .tag("method", known(request.method()))
                    .tag("status", Integer.toString(request.response().getStatusCode()))
                    .register(metrics)
                    .record(Duration.ofNanos(System.nanoTime() - begun));
        });
    }

    private static String known(HttpMethod method) {
        return switch (method.name()) {
            case "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH" -> method.name();
            default -> "other";
        };
    }
}
