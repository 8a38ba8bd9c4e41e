package io.parlance.local.erase;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.parlance.local.console.Screen;
import io.parlance.local.demo.GatewayClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErasureTest {
    private static final String RECEIPT = """
            {"erasureId":"era-1","scope":"subject","requestedAt":100,"completedAt":142,"conversations":2,
             "listed":[{"dataset":"file-1","id":"c-1"},{"dataset":"live","id":"c-1"}],
             "topics":[{"topic":"conversations.submitted.v1","records":3,"gone":3,"rewritten":1},
                       {"topic":"examples.prepared.v1","records":2,"gone":2,"rewritten":0}],
             "files":["file-1"],"leftWithYou":["line 12 of sales.jsonl in the watched folder"],
             "datasetVersions":[{"dataset":"live","id":"dsv-1"}],
             "runs":[{"runId":"ftjob-1","model":"ft:base:acme","serving":true},{"runId":"ftjob-2","serving":false}]}""";

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8), false);
    private final Deque<String> answers = new ArrayDeque<>();
    private HttpServer server;
    private GatewayClient gateway;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/erasures/era-1", exchange -> {
            byte[] body = (answers.size() > 1 ? answers.poll() : answers.peek()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        gateway = new GatewayClient(
                "http://localhost:%d/v1".formatted(server.getAddress().getPort()), Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void saysEachStepOnceAndReturnsTheReceipt() throws Exception {
        // Given
        answers.add(status("requested", ""));
        answers.add(status("erasing", ",\"conversations\":1"));
        answers.add(status("erasing", ",\"conversations\":1"));
        answers.add(status("waiting_for_files", ",\"waiting_for\":\"file-1\""));
        answers.add("{\"id\":\"era-1\",\"status\":\"completed\",\"receipt\":%s}".formatted(RECEIPT));
        // When
        Optional<JsonNode> receipt = watch().receipt("era-1", Duration.ofSeconds(20));
        // Then
        assertThat(receipt)
                .hasValueSatisfying(
                        r -> assertThat(r.path("erasureId").asText()).isEqualTo("era-1"));
        assertThat(shown.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "  waiting for its turn",
                        "  writing tombstones for 1 conversation",
                        "  waiting until the bytes of uploaded files are gone");
    }

    @Test
    void givesUpWaitingWithoutAReceipt() throws Exception {
        answers.add(status("compacting", ""));
        assertThat(watch().receipt("era-1", Duration.ofMillis(50))).isEmpty();
    }

    @Test
    void drawsWhatIsGoneWhatIsLeftAndWhatHadBeenMadeOfIt() throws Exception {
        // When
        List<String> lines = ErasurePicture.of(new ObjectMapper().readTree(RECEIPT));
        // Then
        assertThat(lines)
                .containsExactly(
                        "receipt era-1, 42 s after it was asked for: 2 conversations are gone",
                        "  c-1 of file-1",
                        "  c-1 of live",
                        "",
                        "topic                       records  gone  rewritten",
                        "conversations.submitted.v1        3     3          1",
                        "examples.prepared.v1              2     2          0",
                        "",
                        "uploaded files whose bytes are gone:",
                        "  file-1",
                        "",
                        "left with you, for it is not Parlance's to remove:",
                        "  line 12 of sales.jsonl in the watched folder",
                        "",
                        "dataset versions that had held them:",
                        "  dsv-1 of live",
                        "",
                        "training run that had held them  its model",
                        "ftjob-1                          ft:base:acme  serves now",
                        "ftjob-2                          none",
                        "A model is not untrained: to be rid of what one learnt, train again; a new job holds only what is left.");
    }

    @Test
    void saysOfAReceiptAboutNothingThatThereWasNothing() throws Exception {
        // When
        List<String> lines = ErasurePicture.of(new ObjectMapper().readTree("""
                {"erasureId":"era-2","requestedAt":100,"completedAt":101,"conversations":0,"listed":[],"topics":[],
                 "files":[],"leftWithYou":[],"datasetVersions":[],"runs":[]}"""));
        // Then
        assertThat(lines)
                .containsExactly("receipt era-2, 1 s after it was asked for: there was no conversation to erase");
    }

    private ErasureWatch watch() {
        return new ErasureWatch(gateway, screen, Duration.ofMillis(5));
    }

    private static String status(String status, String more) {
        return "{\"id\":\"era-1\",\"status\":\"%s\"%s}".formatted(status, more);
    }
}
