package io.parlance.local.leak;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** {@code POST /v1/leak-check}; files are streamed, never held. */
public final class LeakCheckClient {
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI leakCheck;

    /** @param baseUrl such as {@code http://localhost:8080/v1} */
    public LeakCheckClient(String baseUrl) {
        this.leakCheck = URI.create(baseUrl + "/leak-check");
    }

    /** Compares a dataset's splits. @throws WorldException with the server's words when it refuses */
    public JsonNode ofDataset(String dataset, double threshold, int limit) throws IOException, InterruptedException {
        var body = JSON.createObjectNode();
        body.put("dataset", dataset).put("threshold", threshold).put("limit", limit);
        return send("application/json", BodyPublishers.ofString(body.toString()));
    }

    /** Compares two files. @throws WorldException when one is missing, or with the server's words when it refuses */
    public JsonNode ofFiles(List<Path> files, double threshold, int limit) throws IOException, InterruptedException {
        if (files.size() != 2) throw new WorldException("leak-check compares two files: name both, or none.");
        String boundary = "parlance-" + UUID.randomUUID();
        var parts = new ArrayList<BodyPublisher>();
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            if (!Files.isRegularFile(file)) throw new WorldException("There is no file %s.".formatted(file));
            parts.add(BodyPublishers.ofString(
                    "--%s\r\ncontent-disposition: form-data; name=\"%s\"; filename=\"%s\"\r\ncontent-type: application/octet-stream\r\n\r\n"
                            .formatted(boundary, i == 0 ? "a" : "b", i == 0 ? "a" : "b")));
            parts.add(BodyPublishers.ofFile(file));
            parts.add(BodyPublishers.ofString("\r\n"));
        }
        parts.add(BodyPublishers.ofString(field(boundary, "threshold", Double.toString(threshold))
                + field(boundary, "limit", Integer.toString(limit))
                + "--%s--\r\n".formatted(boundary)));
        return send(
                "multipart/form-data; boundary=" + boundary,
                BodyPublishers.concat(parts.toArray(BodyPublisher[]::new)));
    }

    private static String field(String boundary, String name, String value) {
        return "--%s\r\ncontent-disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(boundary, name, value);
    }

    private JsonNode send(String contentType, BodyPublisher body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(leakCheck)
                .timeout(LONGEST)
                .header("content-type", contentType)
                .POST(body)
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200)
            throw new WorldException("HTTP %d: %s".formatted(answer.statusCode(), message(answer.body())));
        return JSON.readTree(answer.body());
    }

    private static String message(String body) {
        try {
            return JSON.readTree(body).at("/error/message").asText(body);
        } catch (JsonProcessingException notJson) {
            return body;
        }
    }
}
