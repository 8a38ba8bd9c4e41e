package io.parlance.preprocess.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.stream.EventJson;
import io.parlance.preprocess.stream.TestConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtherInstancesTest {
    private static final Place PLACE =
            new Place("a/b c", "file-1", RecordKind.CHILD, 2, 1_234_567_890_123L, 1_000, "child");

    private final OtherInstances others = new OtherInstances(TestConfig.of("none:1", "test", Path.of("unused")));
    private HttpServer other;
    private String host;
    private String asked;
    private byte[] answer = {};
    private int status = 200;

    @BeforeEach
    void listen() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            asked = exchange.getRequestURI().toString();
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        other.start();
        host = "127.0.0.1:" + other.getAddress().getPort();
    }

    @AfterEach
    void close() {
        other.stop(0);
    }

    @Test
    void readsPlacesAsTheOtherWroteThem() {
        // Given
        answer = EventJson.write(List.of(PLACE));
        // When
        List<Place> places = others.places(host, "a/b c");
        // Then
        assertThat(places).containsExactly(PLACE);
        assertThat(asked).isEqualTo("/internal/ledger/places?id=a%2Fb+c");
    }

    @Test
    void asksForASubjectByItsDigestAndNotByItsName() {
        // Given
        answer = EventJson.write(List.of(PLACE));
        // When
        List<Place> places = others.ofSubject(host, Sha256.of("guest-7"));
        // Then
        assertThat(places).containsExactly(PLACE);
        assertThat(asked)
                .isEqualTo("/internal/ledger/subject-places?sha256=" + Sha256.of("guest-7"))
                .doesNotContain("guest");
    }

    @Test
    void takesTheRecordsOfADatasetOneByOne() {
        // Given
        String place = new String(EventJson.write(PLACE), StandardCharsets.UTF_8);
        answer = (place + "\n" + place + "\n2\n").getBytes(StandardCharsets.UTF_8);
        List<Place> places = new ArrayList<>();
        // When
        others.ofDataset(host, "file-1", places::add);
        // Then
        assertThat(places).containsExactly(PLACE, PLACE);
        assertThat(asked).isEqualTo("/internal/ledger/dataset-places?dataset=file-1");
    }

    @Test
    void takesAnAnswerThatStopsInTheMiddleForNoAnswer() {
        // Given
        answer = (new String(EventJson.write(PLACE), StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
        List<Place> places = new ArrayList<>();
        // When, then
        assertThatThrownBy(() -> others.ofDataset(host, "file-1", places::add))
                .isInstanceOf(LedgerAwayException.class)
                .hasMessageContaining("stopped within its answer, after 1 places");
    }

    @Test
    void keepsBesideAPlaceWhatItsRecordCountedFor() {
        // Given
        Counts counts = new Counts.Gathering()
                .one(Figure.PREPARED, "train")
                .add(Figure.TOKEN_SUM, "all", 1_234_567)
                .one(Figure.PLACE, "file:" + "ü".repeat(500))
                .one(Figure.CHANGED, "strip-html@1")
                .add(Figure.CHANGED_TURNS, "strip-html@1", 3)
                .one(Figure.LANGUAGE, "en")
                .one(Figure.LANGUAGE, "e")
                .one(Figure.STRATUM, "x".repeat(200))
                .one(Figure.SUBMITTED, "")
                .counts();
        Remark remark = new Remark(17L, Sha256.of("guest-7"), counts);
        // When
        byte[] value = PLACE.value(remark);
        // Then
        assertThat(Place.of(PLACE.key(), value)).isEqualTo(PLACE);
        assertThat(Place.remark(value)).isEqualTo(remark);
        assertThat(Place.remark(PLACE.value())).isEqualTo(Remark.NONE);
        assertThat(Place.remark(PLACE.value(Remark.NONE))).isEqualTo(Remark.NONE);
    }

    @Test
    void addsUpTheFiguresOfSeveral() {
        // Given
        Figures figures = new Figures(
                Map.of(Figure.PREPARED, new TreeMap<>(Map.of("train", 3L, "test", 1L))),
                new TreeMap<>(Map.of("too_long", "c1")));
        answer = EventJson.write(figures);
        // When
        Figures sum = figures.plus(others.figures(host, "live"));
        // Then
        assertThat(sum.of(Figure.PREPARED)).isEqualTo(new TreeMap<>(Map.of("train", 6L, "test", 2L)));
        assertThat(sum.examples()).containsOnly(Map.entry("too_long", "c1"));
    }

    @Test
    void takesSilenceForNoZero() {
        // Given
        status = 503;
        // When, then
        assertThatThrownBy(() -> others.figures(host, "live"))
                .isInstanceOf(LedgerAwayException.class)
                .hasMessageContaining(host)
                .hasMessageContaining("503");
        other.stop(0);
        assertThatThrownBy(() -> others.allFigures(host))
                .isInstanceOf(LedgerAwayException.class)
                .hasMessageContaining("does not answer");
    }

    @Test
    void keepsPlacesAsBytesAndBack() {
        assertThat(Place.of(PLACE.key(), PLACE.value())).isEqualTo(PLACE);
    }
}
