package io.parlance.endtoend.kill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.TreeMap;

/**
 * What the product itself says of the dataset: its ledger, and the digest of a version fixed now.
 *
 * @param outcomes records by {@code prepared}, {@code rejected} or the reason of the drop
 * @param version the digest, as {@code POST /v1/datasets/live/versions} gives it
 * @param unevenStrata strata that are more than a point off the shares, by the version's manifest
 */
record LedgerAnswer(boolean balanced, long in, TreeMap<String, Long> outcomes, String version, int unevenStrata) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String DATASET = "/datasets/live";

    /** Asks until the ledger is even, for it follows what it counts. */
    static LedgerAnswer of(String baseUrl) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var ask = HttpRequest.newBuilder(URI.create(baseUrl + DATASET))
                    .timeout(Duration.ofSeconds(30))
                    .build();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            JsonNode said = answer(http, ask);
            JsonNode before = null;
            while (!(said.at("/balance/balanced").asBoolean() && said.equals(before)) && System.nanoTime() < deadline) {
                Thread.sleep(1_500);
                before = said;
                said = answer(http, ask);
            }
            var fix = HttpRequest.newBuilder(URI.create(baseUrl + DATASET + "/versions"))
                    .timeout(Duration.ofMinutes(20))
                    .POST(BodyPublishers.noBody())
                    .build();
            return read(said, answer(http, fix));
        }
    }

    private static LedgerAnswer read(JsonNode said, JsonNode version) {
        JsonNode balance = said.path("balance");
        var outcomes = new TreeMap<String, Long>();
        outcomes.put("prepared", balance.path("prepared").asLong());
        outcomes.put("rejected", balance.path("rejected").asLong());
        said.path("dropped")
                .forEach(row -> outcomes.put(
                        row.path("reason").asText(), row.path("conversations").asLong()));
        return new LedgerAnswer(
                balance.path("balanced").asBoolean(),
                balance.path("in").asLong(),
                outcomes,
                version.path("digest").asText(),
                version.at("/manifest/strata/beyond_one_point").size());
    }

    private static JsonNode answer(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
        var answer = http.send(request, BodyHandlers.ofString());
        // A process that was killed last may be on its way back.
        if (answer.statusCode() == 503) return JSON.createObjectNode();
        if (answer.statusCode() / 100 != 2)
            throw new IOException(
                    "%s was answered with %d: %s".formatted(request.uri(), answer.statusCode(), answer.body()));
        return JSON.readTree(answer.body());
    }
}
