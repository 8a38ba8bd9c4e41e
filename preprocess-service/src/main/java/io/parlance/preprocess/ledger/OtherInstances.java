package io.parlance.preprocess.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
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

    List<Place> ofSubject(String host, Sha256 subject) {
        return ask(host, "subject-places?sha256=" + subject.hex(), new TypeReference<>() {});
    }

    /** One JSON a line, and last how many there were. */
    void ofDataset(String host, String dataset, Consumer<Place> each) {
        String question = "dataset-places?dataset=" + encoded(dataset);
        String end = "";
        long count = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                send(host, question, HttpResponse.BodyHandlers.ofInputStream()), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    each.accept(JSON.readValue(line, Place.class));
                    count++;
                } else {
                    end = line;
                }
            }
        } catch (IOException e) {
            throw silent(host, e);
        }
        if (!end.equals(Long.toString(count))) {
            throw new LedgerAwayException(
                    "instance %s stopped within its answer, after %d places".formatted(host, count));
        }
    }

    Figures figures(String host, String dataset) {
        return ask(host, "figures?dataset=" + encoded(dataset), new TypeReference<>() {});
    }

    SortedMap<String, Figures> allFigures(String host) {
        return ask(host, "datasets", new TypeReference<>() {});
    }

    private <T> T ask(String host, String question, TypeReference<T> type) {
        try {
            return JSON.readValue(send(host, question, HttpResponse.BodyHandlers.ofByteArray()), type);
        } catch (IOException e) {
            throw silent(host, e);
        }
    }

    private <T> T send(String host, String question, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + PATH + question))
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<T> answer = http.send(request, body);
            if (answer.statusCode() != 200) {
                throw new LedgerAwayException(
                        "instance %s answered its part with status %d".formatted(host, answer.statusCode()));
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerAwayException("interrupted while asking instance " + host);
        }
    }

    private static LedgerAwayException silent(String host, IOException why) {
        return new LedgerAwayException("instance %s does not answer (%s)".formatted(host, why));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
