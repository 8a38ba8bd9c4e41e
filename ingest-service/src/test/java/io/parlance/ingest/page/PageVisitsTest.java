package io.parlance.ingest.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.parlance.contracts.Topics;
import io.parlance.ingest.IngestSettings;
import io.parlance.ingest.PlayedBroker;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a host on loopback, which the rule for addresses allows here. */
@Timeout(30)
class PageVisitsTest {
    private static final String ARTICLE =
            "<p>Our roastery stands by the old harbour, where ships brought the first sacks"
                    + " of beans two hundred years ago, and where we roast in small batches, twice a week, every week.</p>"
                    + "<p>You can visit us, taste what came out of the drum that morning, and take a bag home with you,"
                    + " whole or ground, as you like it best, from Tuesday to Saturday.</p>";
    private static final String PAGE = "<html><head><title>The roastery</title></head><body>"
            + "<nav><a href='/'>Home</a> <a href='/shop'>Shop</a></nav><div id='cookies'>We use cookies</div>"
            + "<article><h1>The roastery</h1>" + ARTICLE + "<h2>Opening hours</h2>" + ARTICLE + "</article>"
            + "<footer>Imprint</footer></body></html>";

    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
    private final PlayedBroker broker = new PlayedBroker();
    private HttpServer host;
    private String base;

    private record Reply(int status, Map<String, String> headers, byte[] body) {
        static Reply html(String text) {
            return new Reply(
                    200, Map.of("content-type", "text/html; charset=utf-8"), text.getBytes(StandardCharsets.UTF_8));
        }

        static Reply to(String location) {
            return new Reply(302, Map.of("location", location), new byte[0]);
        }
    }

    @BeforeEach
    void serve() throws IOException {
        host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.createContext("/", this::answer);
        host.start();
        base = "http://localhost:" + host.getAddress().getPort();
        replies.put("/roastery", Reply.html(PAGE));
    }

    @AfterEach
    void stop() {
        host.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        Map<String, String> received = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> received.put(name.toLowerCase(), values.getFirst()));
        headers.add(received);
        Reply reply = replies.getOrDefault(path, new Reply(404, Map.of(), new byte[0]));
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(reply.body());
        }
    }

    @Test
    void submitsTheArticleOfAPageBySections() throws Exception {
        // When
        PageOutcome outcome = visits().visit(base + "/roastery", "site");
        // Then
        assertThat(outcome).isInstanceOfSatisfying(PageOutcome.Submitted.class, s -> {
            assertThat(s.receipt().accepted()).isPositive();
            assertThat(s.receipt().rejected()).isZero();
        });
        List<JsonNode> told = broker.events(Topics.CONVERSATIONS_SUBMITTED);
        assertThat(told).isNotEmpty().allSatisfy(c -> {
            assertThat(c.path("dataset").asText()).isEqualTo("site");
            assertThat(c.path("source").path("kind").asText()).isEqualTo("page");
            assertThat(c.path("source").path("place").asText()).isEqualTo(base + "/roastery");
            assertThat(c.path("messages").path(0).path("content").asText()).contains("The roastery");
            assertThat(c.toString()).doesNotContain("Imprint").doesNotContain("Shop");
        });
        assertThat(told.toString()).contains("old harbour").contains("Opening hours");
        assertThat(headers).allSatisfy(h -> assertThat(h.get("user-agent")).isEqualTo("parlance-ingest"));
    }

    @Test
    void readsPlainTextInItsOwnCharacters() throws Exception {
        replies.put(
                "/notes.txt",
                new Reply(
                        200,
                        Map.of("content-type", "text/plain; charset=iso-8859-1"),
                        "Kaffee\n\nEr schm\u00e4ckt.".getBytes(Charset.forName("iso-8859-1"))));
        visits().visit(base + "/notes.txt", "live");
        assertThat(broker.events(Topics.CONVERSATIONS_SUBMITTED).toString()).contains("schm\u00e4ckt");
    }

    @Test
    void asksOnlyForWhatChangedAndSubmitsNothingElse() throws Exception {
        // Given
        replies.put(
                "/roastery",
                new Reply(
                        200,
                        Map.of(
                                "content-type",
                                "text/html",
                                "etag",
                                "\"v1\"",
                                "last-modified",
                                "Mon, 23 Nov 2026 10:00:00 GMT"),
                        PAGE.getBytes(StandardCharsets.UTF_8)));
        PageVisits visits = visits();
        visits.visit(base + "/roastery", "site");
        int first = broker.of(Topics.CONVERSATIONS_SUBMITTED).size();
        // When
        replies.put("/roastery", new Reply(304, Map.of(), new byte[0]));
        PageOutcome again = visits.visit(base + "/roastery", "site");
        // Then
        assertThat(again).isInstanceOf(PageOutcome.Unchanged.class);
        assertThat(broker.of(Topics.CONVERSATIONS_SUBMITTED)).hasSize(first);
        assertThat(headers.getLast())
                .containsEntry("if-none-match", "\"v1\"")
                .containsEntry("if-modified-since", "Mon, 23 Nov 2026 10:00:00 GMT");
        assertThat(asked).filteredOn("/robots.txt"::equals).hasSize(1);
        replies.put("/roastery", Reply.html(PAGE));
        visits.visit(base + "/roastery", "other");
        assertThat(headers.getLast()).doesNotContainKey("if-none-match");
    }

    @Test
    void obeysRobotsTxt() throws Exception {
        replies.put(
                "/robots.txt",
                new Reply(
                        200,
                        Map.of("content-type", "text/plain"),
                        "User-agent: parlance-ingest\nDisallow: /roastery\n".getBytes(StandardCharsets.UTF_8)));
        assertRefused("/roastery", 403, "robots_disallow");
        assertThat(asked).containsExactly("/robots.txt");
    }

    @Test
    void readsNothingOfAHostWhoseRobotsTxtFails() throws Exception {
        replies.put("/robots.txt", new Reply(500, Map.of(), new byte[0]));
        assertRefused("/roastery", 403, "robots_disallow");
    }

    @Test
    void checksEveryHopOfARedirect() throws Exception {
        replies.put("/moved", Reply.to("/roastery"));
        replies.put("/away", Reply.to("http://elsewhere.example/"));
        replies.put("/inside", Reply.to("file:///etc/passwd"));
        replies.put("/round", Reply.to("/round"));
        replies.put(
                "/robots.txt",
                new Reply(200, Map.of(), "User-agent: *\nDisallow: /secret\n".getBytes(StandardCharsets.UTF_8)));
        replies.put("/sly", Reply.to("/secret"));
        assertThat(visits().visit(base + "/moved", "live"))
                .isInstanceOfSatisfying(
                        PageOutcome.Submitted.class, s -> assertThat(s.url()).hasToString(base + "/roastery"));
        assertRefused("/away", 403, "host_not_allowed");
        assertRefused("/inside", 400, "invalid_value");
        assertRefused("/round", 400, "page_not_readable");
        assertRefused("/sly", 403, "robots_disallow");
        assertThat(asked).doesNotContain("/secret");
    }

    @ParameterizedTest
    @CsvSource({"image/png,200,400", "text/html,404,400", "text/html,503,502"})
    void saysWhyAPageIsNotRead(String type, int status, int expected) throws Exception {
        replies.put("/it", new Reply(status, Map.of("content-type", type), new byte[] {1}));
        assertRefused("/it", expected, "page_not_readable");
    }

    @Test
    void readsNoPageThatIsTooLong() throws Exception {
        replies.put("/long", Reply.html("<p>" + "x".repeat(70_000)));
        assertRefused("/long", 400, "page_not_readable");
    }

    @Test
    void connectsToNoAddressThatIsNotPublic() throws Exception {
        PageVisits guarded = visits(base.substring("http://".length()), new PublicAddresses(), "0s");
        assertThat(guarded.visit(base + "/roastery", "live"))
                .isInstanceOfSatisfying(
                        PageOutcome.Refused.class, r -> assertThat(r.code()).isEqualTo("address_not_public"));
        assertThat(asked).isEmpty();
    }

    @Test
    void turnsAwayWhoAsksAHostTooOften() throws Exception {
        PageVisits slow = visits(base.substring("http://".length()), address -> true, "1h");
        slow.visit(base + "/roastery", "live");
        assertThat(slow.visit(base + "/roastery", "live"))
                .isInstanceOfSatisfying(PageOutcome.TooSoon.class, t -> assertThat(t.after())
                        .isGreaterThan(java.time.Duration.ofMinutes(59)));
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://a.example/,400",
        "http://user@a.example/,400",
        "nonsense,400",
        "http://b.example/,403",
        "http://a.example:8080/,403",
        "http://a.example.evil.example/,403",
    })
    void refusesOtherHostsAndSchemes(String url, int status) throws Exception {
        assertThat(visits("a.example,*.c.example", address -> true, "0s").visit(url, "live"))
                .isInstanceOfSatisfying(
                        PageOutcome.Refused.class, r -> assertThat(r.status()).isEqualTo(status));
    }

    private void assertRefused(String path, int status, String code) throws Exception {
        assertThat(visits().visit(base + path, "live")).isInstanceOfSatisfying(PageOutcome.Refused.class, r -> {
            assertThat(r.code()).isEqualTo(code);
            assertThat(r.status()).isEqualTo(status);
        });
        assertThat(broker.of(Topics.CONVERSATIONS_SUBMITTED).stream()
                        .map(record -> new String(record.value(), StandardCharsets.UTF_8)))
                .noneMatch(told -> told.contains(base + path + "\""));
    }

    private PageVisits visits() {
        return visits(base.substring("http://".length()), InetAddress::isLoopbackAddress, "0s");
    }

    private PageVisits visits(String hosts, AddressRule rule, String interval) {
        IngestSettings settings = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(IngestSettings.class)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "parlance.ingest.pages.hosts", hosts,
                                "parlance.ingest.pages.interval", interval,
                                "parlance.ingest.pages.max-bytes", "65536"),
                        "test",
                        100))
                .build()
                .getConfigMapping(IngestSettings.class);
        return new PageVisits(settings, broker.announcements(), rule, Clock.systemUTC());
    }
}
