package io.parlance.inference;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The service under test as a client sees it, over HTTP only, so that the native executable passes the same tests. */
final class Service {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Service() {}

    static String baseUrl() {
        return "http://localhost:" + RestAssured.port;
    }

    static void awaitReady() {
        await("/q/health/ready", response -> response.statusCode() == 200);
    }

    static void awaitServing(String model) {
        await(
                "/q/health/ready",
                response -> response.statusCode() == 200 && response.asString().contains(model));
    }

    static Response await(String path, Predicate<Response> wished) {
        Instant deadline = Instant.now().plus(PATIENCE);
        Response response = given().get(path);
        while (!wished.test(response)) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError(
                        "%s still answers %d: %s".formatted(path, response.statusCode(), response.asString()));
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
            response = given().get(path);
        }
        return response;
    }

    /** A request that gives the same answer each time. @param more JSON fields, such as {@code "n":2} */
    static ObjectNode request(String... more) {
        String fields = more.length == 0 ? "" : "," + String.join(",", more);
        return json(
                "{\"model\":\"tiny-base\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}],\"max_tokens\":24,\"seed\":7%s}"
                        .formatted(fields));
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    static Response post(JsonNode body) {
        return given().contentType("application/json").body(body.toString()).post("/v1/chat/completions");
    }

    /** The whole answer to {@link #request}. */
    static JsonNode answer(String... more) {
        Response response = post(request(more));
        if (response.statusCode() != 200) {
            throw new AssertionError(response.asString());
        }
        return json(response.asString());
    }

    static String text(String... more) {
        return content(answer(more));
    }

    static String content(JsonNode answer) {
        return answer.path("choices").path(0).path("message").path("content").asText();
    }

    /** The data of each server-sent event, in order. */
    static List<String> events(String stream) {
        List<String> data = new ArrayList<>();
        for (String event : stream.split("\n\n")) {
            if (!event.startsWith("data: ") || event.indexOf('\n') >= 0) {
                throw new AssertionError("no data event: " + event);
            }
            data.add(event.substring("data: ".length()));
        }
        return data;
    }
}
