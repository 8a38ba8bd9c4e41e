package io.parlance.endtoend.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client that tries again for as long as the world may need to come back, as OpenAI's does for a while. */
final class PatientClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final String baseUrl;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    PatientClient(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    JsonNode get(String path) throws InterruptedException {
        return answer(request(path).GET().build());
    }

    JsonNode post(String path, String contentType, String body) throws InterruptedException {
        return answer(request(path)
                .header("content-type", contentType)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(Duration.ofSeconds(60));
    }

    private JsonNode answer(HttpRequest request) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String last = "";
        while (System.nanoTime() < deadline) {
            try {
                var answer = http.send(request, BodyHandlers.ofString());
                int status = answer.statusCode();
                if (status / 100 == 2) return JSON.readTree(answer.body());
                last = status + " " + answer.body();
                // 404: what it asks for may not be known again yet by a process that has just come back.
                if (status < 500 && status != 404 && status != 409 && status != 429)
                    throw new IllegalStateException("%s was answered with %s".formatted(request.uri(), last));
            } catch (IOException away) {
                last = away.toString();
            }
            Thread.sleep(500);
        }
        throw new IllegalStateException("%s had no answer within %s: %s".formatted(request.uri(), PATIENCE, last));
    }
}
