package io.parlance.local.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.parlance.local.world.WorldException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakCheckClientTest {
    @TempDir
    Path folder;

    private final AtomicReference<String> type = new AtomicReference<>();
    private final AtomicReference<String> body = new AtomicReference<>();
    private int status = 200;
    private String answer = "{\"leaks\":true}";
    private HttpServer server;
    private LeakCheckClient client;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/leak-check", exchange -> {
            type.set(exchange.getRequestHeaders().getFirst("content-type"));
            body.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        client = new LeakCheckClient(
                "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void sendsBothFilesAsFormParts() throws Exception {
        // Given
        Path a = Files.writeString(folder.resolve("a.jsonl"), "{\"text\":\"one\"}\n");
        Path b = Files.writeString(folder.resolve("b.txt"), "two\n");
        // When
        JsonNode report = client.ofFiles(List.of(a, b), 0.8, 7);
        // Then
        assertThat(report.path("leaks").asBoolean()).isTrue();
        String boundary = type.get().replace("multipart/form-data; boundary=", "");
        assertThat(body.get().split("--" + boundary))
                .anySatisfy(
                        part -> assertThat(part).contains("name=\"a\"").endsWith("\r\n\r\n{\"text\":\"one\"}\n\r\n"))
                .anySatisfy(part -> assertThat(part).contains("name=\"b\"").endsWith("\r\n\r\ntwo\n\r\n"))
                .anySatisfy(
                        part -> assertThat(part).contains("name=\"threshold\"").endsWith("\r\n\r\n0.8\r\n"))
                .anySatisfy(part -> assertThat(part).contains("name=\"limit\"").endsWith("\r\n\r\n7\r\n"));
    }

    @Test
    void asksForADatasetByName() throws Exception {
        // When
        client.ofDataset("live", 0.7, 20);
        // Then
        assertThat(body.get()).isEqualTo("{\"dataset\":\"live\",\"threshold\":0.7,\"limit\":20}");
    }

    @Test
    void saysInTheServersWordsWhyItRefuses() {
        // Given
        status = 400;
        answer = "{\"error\":{\"message\":\"threshold is 7.0\",\"param\":\"threshold\"}}";
        // Then
        assertThatThrownBy(() -> client.ofDataset("live", 7, 20))
                .isInstanceOf(WorldException.class)
                .hasMessage("HTTP 400: threshold is 7.0");
    }

    @Test
    void wantsTwoFilesThatAreThere() throws IOException {
        // Given
        Path a = Files.writeString(folder.resolve("a.txt"), "one");
        // Then
        assertThatThrownBy(() -> client.ofFiles(List.of(a), 0.7, 20)).hasMessageContaining("two files");
        assertThatThrownBy(() -> client.ofFiles(List.of(a, folder.resolve("none")), 0.7, 20))
                .hasMessageContaining("no file");
    }
}
