package io.parlance.preprocess.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parlance.preprocess.PreprocessConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;

/** The other services that share the ledger's work, asked over HTTP for their part. One that is silent is no zero. */
@ApplicationScoped
public class OtherInstances {
    static final String PATH = "/internal/ledger/";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final String own;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    public OtherInstances(PreprocessConfig config) {
        own = config.ledger().address();
    }

    /** Their addresses, {@code host:port}. */
    List<String> of(KafkaStreams streams) {
        return streams.metadataForAllStreamsClients().stream()
                .map(StreamsMetadata::hostInfo)
                .map(host -> host.host() + ":" + host.port())
                .filter(address -> !address.equals(own))
                .distinct()
                .sorted()
                .toList();
    }

    List<Place> places(String host, String id) {
        return ask(host, "places?id=" + encoded(id), new TypeReference<>() {});
    }

    Figures figures(String host, String dataset) {
        return ask(host, "figures?dataset=" + encoded(dataset), new TypeReference<>() {});
    }

    SortedMap<String, Figures> allFigures(String host) {
        return ask(host, "datasets", new TypeReference<>() {});
    }

    private <T> T ask(String host, String question, TypeReference<T> type) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + PATH + question))
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new LedgerAwayException(
                        "instance %s answered its part with status %d".formatted(host, answer.statusCode()));
            }
            return JSON.readValue(answer.body(), type);
        } catch (IOException e) {
            throw new LedgerAwayException("instance %s does not answer (%s)".formatted(host, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerAwayException("interrupted while asking instance " + host);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
