package io.parlance.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.local.world.WorldException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Supplier;

/** JSON over the gateway; repeats a request while a service is away. */
public final class GatewayClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String baseUrl;
    private final Duration patience;

    /** @param patience how long a service may be away */
    public GatewayClient(String baseUrl, Duration patience) {
        this.baseUrl = baseUrl;
        this.patience = patience;
    }

    /** @throws WorldException with the server's words when it refuses for good */
    public JsonNode get(String path) throws InterruptedException {
        return repeat(() -> once("GET", path, null, BodyPublishers.noBody()));
    }

    /** Asks once for the end of something: asked again it would be another request. @throws WorldException when it is refused */
    public JsonNode delete(String path) throws InterruptedException {
        try {
            return once("DELETE", path, null, BodyPublishers.noBody());
        } catch (IOException e) {
            throw new WorldException(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /** Sends a body that may be sent again. @param body gives it anew each time */
    JsonNode post(String path, String contentType, Supplier<BodyPublisher> body) throws InterruptedException {
        return repeat(() -> once("POST", path, contentType, body.get()));
    }

    /** Sends once only. @throws IOException when the outcome is not known or the server is away */
    JsonNode postOnce(String path, JsonNode body) throws IOException, InterruptedException {
        return once("POST", path, "application/json", BodyPublishers.ofString(body.toString()));
    }

    /** A request that may be sent again. */
    interface Attempt<T> {
        T send() throws IOException, InterruptedException;
    }

    /** Tries until it succeeds, is refused for good, or the service was away for too long. */
    <T> T repeat(Attempt<T> attempt) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return attempt.send();
            } catch (IOException e) {
                boolean forGood = e instanceof Refusal refusal && !refusal.mayPass();
                if (forGood || System.nanoTime() > deadline) throw new WorldException(e.getMessage());
                Thread.sleep(1_000);
            }
        }
    }

    private JsonNode once(String method, String path, String contentType, BodyPublisher body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(LONGEST_ANSWER)
                .method(method, body);
        if (contentType != null) request.header("content-type", contentType);
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) throw new Refusal(answer.statusCode(), answer.body());
        return JSON.readTree(answer.body());
    }
}
