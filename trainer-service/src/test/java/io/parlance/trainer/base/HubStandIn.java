package io.parlance.trainer.base;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of the Hugging Face hub that are used, on loopback: model info, tree, files behind a redirect with ranges. */
final class HubStandIn implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    /** @param contentSaid what the digests are made of; other than {@code content} when it is to be damaged on the way */
    private record Stored(byte[] content, byte[] contentSaid, boolean large) {}

    private final HttpServer hub;
    private final HttpServer store;
    private final Map<String, Stored> files = new LinkedHashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private String token;
    private volatile long cutAfterBytes = Long.MAX_VALUE;
    private volatile boolean honoursRanges = true;
    private volatile boolean hangs;
    private volatile int status;

    HubStandIn() throws IOException {
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/api/models/org/repo/revision/", this::info);
        hub.createContext("/api/models/org/repo/tree/", this::tree);
        hub.createContext("/org/repo/resolve/", this::resolve);
        hub.createContext("/", exchange -> answer(exchange, 404, "{\"error\":\"Repository not found\"}"));
        store.createContext("/", this::content);
        hub.start();
        store.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
    }

    HubStandIn holds(String path, byte[] content, boolean large) {
        files.put(path, new Stored(content, content, large));
        return this;
    }

    HubStandIn damages(String path, byte[] content) {
        byte[] other = content.clone();
        other[other.length / 2] ^= 1;
        files.put(path, new Stored(other, content, true));
        return this;
    }

    HubStandIn wantsToken(String wanted) {
        token = wanted;
        return this;
    }

    /** Once: the next file breaks off after so many bytes. */
    void cutAfter(long bytes) {
        cutAfterBytes = bytes;
    }

    /** Once: the next file stops coming after so many bytes, and nobody says why. */
    void hangAfter(long bytes) {
        hangs = true;
        cutAfterBytes = bytes;
    }

    void ignoreRanges() {
        honoursRanges = false;
    }

    void answerAlways(int code) {
        status = code;
    }

    /** Method, path and Range of every request for a file's bytes. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void info(HttpExchange exchange) throws IOException {
        if (refused(exchange)) {
            return;
        }
        if (!exchange.getRequestURI().getPath().endsWith("/main")) {
            answer(exchange, 404, "{\"error\":\"Invalid rev id\"}");
            return;
        }
        answer(exchange, 200, "{\"id\":\"org/repo\",\"sha\":\"%s\"}".formatted(COMMIT));
    }

    private void tree(HttpExchange exchange) throws IOException {
        if (refused(exchange)) {
            return;
        }
        // Two pages, as the hub splits long listings.
        List<String> paths = List.copyOf(files.keySet());
        boolean second = "cursor=2".equals(exchange.getRequestURI().getQuery());
        int half = (paths.size() + 1) / 2;
        List<String> entries = (second ? paths.subList(half, paths.size()) : paths.subList(0, half))
                .stream().map(this::entry).toList();
        if (!second) {
            exchange.getResponseHeaders()
                    .add("Link", "<%s%s?cursor=2>; rel=\"next\"".formatted(endpoint(), exchange.getRequestURI()));
        }
        answer(exchange, 200, "[" + String.join(",", entries) + "]");
    }

    private String entry(String path) {
        byte[] said = files.get(path).contentSaid();
        String blob = hex("SHA-1", ("blob " + said.length + "\0").getBytes(StandardCharsets.US_ASCII), said);
        String lfs = files.get(path).large()
                ? ",\"lfs\":{\"oid\":\"%s\",\"size\":%d}".formatted(hex("SHA-256", said), said.length)
                : "";
        return "{\"type\":\"file\",\"path\":\"%s\",\"size\":%d,\"oid\":\"%s\"%s}"
                .formatted(path, said.length, blob, lfs);
    }

    private void resolve(HttpExchange exchange) throws IOException {
        if (refused(exchange)) {
            return;
        }
        String path = exchange.getRequestURI().getPath().substring(("/org/repo/resolve/" + COMMIT + "/").length());
        exchange.getResponseHeaders()
                .add(
                        "Location",
                        "http://127.0.0.1:%d/%s".formatted(store.getAddress().getPort(), path));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void content(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        String range = exchange.getRequestHeaders().getFirst("Range");
        String secret = exchange.getRequestHeaders().getFirst("Authorization");
        requests.add(path + (range == null ? "" : " " + range) + (secret == null ? "" : " with the token"));
        byte[] whole = files.get(path).content();
        int from = range == null || !honoursRanges ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        long cut = cutAfterBytes;
        cutAfterBytes = Long.MAX_VALUE;
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, whole.length - from);
        OutputStream out = exchange.getResponseBody();
        out.write(whole, from, (int) Math.min(whole.length - from, cut));
        out.flush();
        if (hangs && cut < whole.length - from) {
            return;
        }
        // Before all promised bytes are written, this breaks the connection.
        exchange.close();
    }

    private boolean refused(HttpExchange exchange) throws IOException {
        if (status != 0) {
            answer(exchange, status, "{}");
            return true;
        }
        if (token != null
                && !("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"error\":\"Invalid username or password.\"}");
            return true;
        }
        return false;
    }

    private static void answer(HttpExchange exchange, int code, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String hex(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        hub.stop(0);
        store.stop(0);
    }
}
