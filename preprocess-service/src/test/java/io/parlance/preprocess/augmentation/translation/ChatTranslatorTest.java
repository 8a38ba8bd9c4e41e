package io.parlance.preprocess.augmentation.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.parlance.preprocess.augmentation.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatTranslatorTest {
    private static final Language ENGLISH = new Language("eng");
    private static final Language SPANISH = new Language("spa");

    private final Deque<Prepared> answers = new ArrayDeque<>();
    private final List<JsonNode> requests = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private HttpServer server;
    private ChatTranslator translator;

    private record Prepared(int status, String body, String retryAfter) {}

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
        URI base = URI.create(
                "http://127.0.0.1:%d/v1/".formatted(server.getAddress().getPort()));
        translator = new ChatTranslator(
                new ChatEndpoint(base, Optional.of("secret"), Duration.ofSeconds(10), 3, pauses::add), "some-model");
    }

    @AfterEach
    void close() {
        translator.close();
        server.stop(0);
    }

    @Test
    void asksTheModelForATranslation() {
        // Given
        answers.add(completion(" Buenos días ", "stop"));
        // When
        Translation translation = translator.translate("Good \"morning\"", ENGLISH, SPANISH);
        // Then
        assertThat(translation).isEqualTo(new Translation.Translated("Buenos días"));
        assertThat(keys).containsExactly("Bearer secret");
        JsonNode request = requests.getFirst();
        assertThat(request.path("model").asText()).isEqualTo("some-model");
        assertThat(request.path("temperature").asInt(-1)).isZero();
        assertThat(request.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(request.at("/messages/0/content").asText()).contains("from English to Spanish");
        assertThat(request.at("/messages/1/role").asText()).isEqualTo("user");
        assertThat(request.at("/messages/1/content").asText()).isEqualTo("Good \"morning\"");
    }

    @Test
    void waitsAsLongAsABusyEndpointAsks() {
        // Given
        answers.add(new Prepared(429, "slow down", "7"));
        answers.add(new Prepared(503, "away", null));
        answers.add(completion("Hola", "stop"));
        // When
        Translation translation = translator.translate("Hello", ENGLISH, SPANISH);
        // Then
        assertThat(translation).isEqualTo(new Translation.Translated("Hola"));
        assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(1));
    }

    @Test
    void neverWaitsForLongerThanAMinute() {
        // Given
        answers.add(new Prepared(429, "", "999999"));
        answers.add(new Prepared(429, "", "Wed, 21 Oct 2015 07:28:00 GMT"));
        answers.add(completion("Hola", "stop"));
        // When
        translator.translate("Hello", ENGLISH, SPANISH);
        // Then
        assertThat(pauses).containsExactly(Duration.ofSeconds(60), Duration.ZERO);
    }

    @Test
    void givesUpWhenAllAttemptsFail() {
        // Given
        for (int i = 0; i < 3; i++) {
            answers.add(new Prepared(500, "trouble", null));
        }
        // When, then
        assertThatThrownBy(() -> translator.translate("Hello", ENGLISH, SPANISH))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("/v1/chat/completions answered 500: trouble; so it did 3 times");
        assertThat(requests).hasSize(3);
    }

    @Test
    void asksOnceWhenTheKeyIsRefused() {
        // Given
        answers.add(new Prepared(401, "{\"error\":\"bad key\"}", null));
        // When, then
        assertThatThrownBy(() -> translator.translate("Hello", ENGLISH, SPANISH))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("answered 401")
                .hasMessageContaining("look at openai.base-url, openai.model and the key")
                .hasMessageNotContaining("secret");
        assertThat(requests).hasSize(1);
    }

    @Test
    void isUnavailableWhenNobodyListens() {
        // Given
        server.stop(0);
        // When, then
        assertThatThrownBy(() -> translator.translate("Hello", ENGLISH, SPANISH))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("cannot be asked");
    }

    @Test
    void refusesATextThatTheEndpointDoesNotWant() {
        // Given
        answers.add(new Prepared(400, "too long", null));
        answers.add(completion("Ho", "length"));
        answers.add(completion("", "stop"));
        answers.add(new Prepared(200, "<html>", null));
        // When
        List<Translation> translations = translator.translate(List.of("a", "b", "c", "d"), ENGLISH, SPANISH);
        // Then
        assertThat(translations)
                .containsExactly(
                        new Translation.Refused("the endpoint answered 400: too long"),
                        new Translation.Refused("the model stopped for the reason length"),
                        new Translation.Refused(
                                "the endpoint's answer has no choices[0].message.content: {\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"\"}}]}"),
                        new Translation.Refused("the endpoint's answer is no JSON: <html>"));
    }

    private static Prepared completion(String content, String finish) {
        return new Prepared(
                200,
                "{\"choices\":[{\"finish_reason\":\"%s\",\"message\":{\"content\":\"%s\"}}]}"
                        .formatted(finish, content),
                null);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
            Prepared answer = answers.remove();
            if (answer.retryAfter() != null) {
                exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
