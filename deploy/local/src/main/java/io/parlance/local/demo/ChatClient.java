package io.parlance.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.local.world.WorldException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Asks {@code POST /v1/chat/completions}, streaming. */
public final class ChatClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI completions;

    /** @param baseUrl such as {@code http://localhost:8080/v1} */
    public ChatClient(String baseUrl) {
        this.completions = URI.create(baseUrl + "/chat/completions");
    }

    /** One turn. */
    public record Message(String role, String content) {}

    /**
     * The answer, its pieces given to {@code sink} as they come.
     *
     * @throws WorldException with the server's words when it refuses, or when the answer broke off
     */
    public String stream(String model, List<Message> messages, int maxTokens, double temperature, Consumer<String> sink)
            throws IOException, InterruptedException {
        var body = JSON.createObjectNode();
        body.put("model", model)
                .put("stream", true)
                .put("max_tokens", maxTokens)
                .put("temperature", temperature);
        var turns = body.putArray("messages");
        for (Message message : messages)
            turns.addObject().put("role", message.role()).put("content", message.content());
        var question = HttpRequest.newBuilder(completions)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        HttpResponse<Stream<String>> response = http.send(question, BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() != 200)
                throw new Refusal(response.statusCode(), String.join("\n", lines.toList()));
            var answer = new StringBuilder();
            var events = lines.iterator();
            while (events.hasNext()) {
                String line = events.next();
                if (!line.startsWith("data:")) continue;
                String data = line.substring("data:".length()).strip();
                if (data.equals("[DONE]")) return answer.toString();
                JsonNode chunk = JSON.readTree(data);
                if (chunk.has("error"))
                    throw new IOException(chunk.at("/error/message").asText());
                String piece = chunk.at("/choices/0/delta/content").asText("");
                answer.append(piece);
                sink.accept(piece);
            }
            throw new IOException("The answer broke off before its end.");
        }
    }
}
