package io.parlance.local.gateway;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.parlance.local.world.Service;
import io.parlance.local.world.WorldState;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** The HTTP server in front of all services. */
public final class Gateway implements AutoCloseable {
    static final String REQUEST_ID = "x-request-id";
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int MAX_URI_BYTES = 16 * 1024;

    private final Vertx vertx;
    private final HttpServer server;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Supplier<WorldState> world;
    private final Forwarding forwarding;

    /**
     * @param ports where each service listens on loopback
     * @param world how the world is at this moment
     */
    public Gateway(ToIntFunction<Service> ports, Supplier<WorldState> world) {
        this.world = world;
        // No files are served, so nothing needs unpacking to a temporary folder.
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(2_000).setMaxHeaderSize(MAX_HEADER_BYTES),
                new PoolOptions().setHttp1MaxSize(1_024));
        this.forwarding = new Forwarding(client, ports, metrics);
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHandle100ContinueAutomatically(true)
                        .setMaxHeaderSize(MAX_HEADER_BYTES)
                        .setMaxInitialLineLength(MAX_URI_BYTES))
                .requestHandler(this::handle);
    }

    /** Listens on loopback. @param port 0 for a free one @return the port @throws IOException when it cannot be bound */
    public int listen(int port) throws IOException {
        return await(server.listen(port, "127.0.0.1")
                .map(HttpServer::actualPort)
                .toCompletionStage()
                .toCompletableFuture());
    }

    private void handle(HttpServerRequest request) {
        String id = request.getHeader(REQUEST_ID);
        request.response().putHeader(REQUEST_ID, id == null || id.isBlank() ? "req_" + UUID.randomUUID() : id);
        String path = request.path();
        if (path == null) {
            OpenAiError.unknownPath(request.method().name(), request.uri()).send(request.response());
        } else if (path.startsWith("/q/")) {
            own(path, request.response());
        } else {
            Routes.of(request.method().name(), path)
                    .ifPresentOrElse(service -> forwarding.forward(request, service), () -> OpenAiError.unknownPath(
                                    request.method().name(), path)
                            .send(request.response()));
        }
    }

    private void own(String path, HttpServerResponse response) {
        switch (path) {
            case "/q/health", "/q/health/ready" -> health(world.get().ready(), response);
            case "/q/health/live", "/q/health/started" -> health(true, response);
            case "/q/world" ->
                response.putHeader("content-type", "application/json")
                        .end(world.get().json());
            case "/q/metrics" ->
                response.putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(metrics.scrape());
            default -> OpenAiError.unknownPath("GET", path).send(response);
        }
    }

    private static void health(boolean up, HttpServerResponse response) {
        response.setStatusCode(up ? 200 : 503)
                .putHeader("content-type", "application/json")
                .end("{\"status\":\"%s\",\"checks\":[]}".formatted(up ? "UP" : "DOWN"));
    }

    @Override
    public void close() throws IOException {
        await(vertx.close().toCompletionStage().toCompletableFuture());
        metrics.close();
    }

    private static <T> T await(CompletableFuture<T> outcome) throws IOException {
        try {
            return outcome.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no outcome within 20 s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
