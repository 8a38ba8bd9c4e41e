package io.parlance.endtoend.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;

/** Requests, each made of a valid one and a few breaks; the seed and the number give it again. */
final class Requests {
    private static final int LINES = 50;
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "OPTIONS", "HEAD");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/x-ndjson",
            "application/jsonl",
            "text/plain",
            "text/csv",
            "text/html",
            "application/vnd.apache.parquet",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "application/x-www-form-urlencoded",
            "application/json; charset=utf-16",
            "application/json; charset=nonsense",
            "image/png",
            "*/*",
            "nonsense",
            ";;;",
            "");
    private static final List<String> HEADERS = List.of(
            "x-request-id",
            "idempotency-key",
            "accept",
            "content-encoding",
            "authorization",
            "if-none-match",
            "range",
            "traceparent",
            "x-forwarded-host",
            "accept-language",
            "content-language");
    private static final List<String> PARAMETERS = List.of(
            "format", "dataset", "subject", "ignore", "limit", "after", "order", "purpose", "part", "split", "x");

    private final long seed;

    Requests(long seed) {
        this.seed = seed;
    }

    /** A stream of broken lines. */
    FuzzRequest lines(int number) {
        SplittableRandom random = random(number, 1);
        var body = new ByteArrayOutputStream();
        String format = random.nextInt(2) == 0
                ? "openai_chat"
                : List.copyOf(new TreeSet<>(Lines.BY_FORMAT.keySet())).get(random.nextInt(Lines.BY_FORMAT.size()));
        List<String> whole = Lines.BY_FORMAT.get(format);
        for (int i = 0; i < LINES; i++) {
            // Now and then a line of another format comes in.
            byte[] line = random.nextInt(60) == 0
                    ? Lines.broken(random)
                    : Lines.broken(whole.get(random.nextInt(whole.size())), random);
            body.writeBytes(line);
            body.write('\n');
        }
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", "application/x-ndjson");
        headers.put("x-request-id", "fuzz-%d-%d".formatted(seed, number));
        byte[] bytes = body.toByteArray();
        if (random.nextInt(5) == 0) {
            headers.put("content-encoding", "gzip");
            bytes = zipped(bytes);
        }
        return new FuzzRequest(
                "ingest", "POST", "/v1/conversations?dataset=fuzz&format=" + format, headers, bytes, LINES);
    }

    static int linesPerRequest() {
        return LINES;
    }

    /** Any other request. */
    FuzzRequest request(int number) {
        SplittableRandom random = random(number, 2);
        Endpoint endpoint = Endpoint.ALL.get(random.nextInt(Endpoint.ALL.size()));
        String method = random.nextInt(12) == 0 ? METHODS.get(random.nextInt(METHODS.size())) : endpoint.method();
        byte[] body = body(endpoint, random);
        var headers = headers(endpoint, random);
        if (headers.getOrDefault("content-encoding", "").equals("gzip") && random.nextBoolean()) body = zipped(body);
        return new FuzzRequest(service(endpoint, random), method, target(endpoint, random), headers, body, 0);
    }

    private static String service(Endpoint endpoint, SplittableRandom random) {
        return random.nextInt(10) == 0 ? "gateway" : endpoint.service();
    }

    private static byte[] body(Endpoint endpoint, SplittableRandom random) {
        if (endpoint.bodies().isEmpty()) return random.nextInt(10) == 0 ? Lines.broken(random) : new byte[0];
        String whole = endpoint.bodies().get(random.nextInt(endpoint.bodies().size()));
        return switch (random.nextInt(6)) {
            case 0 -> Lines.utf8(whole);
            case 1 -> new byte[0];
            case 2, 3 ->
                whole.startsWith("{")
                        ? Lines.utf8(JsonMutation.of(whole, random))
                        : Texts.broken(Lines.utf8(whole), random);
            case 4 -> Texts.broken(Lines.utf8(whole), random);
            default -> Lines.broken(random);
        };
    }

    private static Map<String, String> headers(Endpoint endpoint, SplittableRandom random) {
        var headers = new LinkedHashMap<String, String>();
        if (endpoint.contentType() != null) headers.put("content-type", endpoint.contentType());
        if (random.nextInt(5) == 0) headers.put("content-type", TYPES.get(random.nextInt(TYPES.size())));
        while (random.nextInt(3) == 0) {
            String name = HEADERS.get(random.nextInt(HEADERS.size()));
            headers.put(
                    name,
                    switch (random.nextInt(5)) {
                        case 0 -> "gzip";
                        case 1 -> "application/json";
                        case 2 -> "r-" + random.nextInt(100);
                        case 3 -> "x".repeat(random.nextInt(4_000));
                        default -> printable(Texts.odd(random));
                    });
        }
        return headers;
    }

    private static String target(Endpoint endpoint, SplittableRandom random) {
        String name = endpoint.names().isEmpty()
                ? ""
                : endpoint.names().get(random.nextInt(endpoint.names().size()));
        if (random.nextInt(3) == 0) name = oddInPath(random);
        var target = new StringBuilder(endpoint.path().replace("{}", name));
        if (random.nextInt(15) == 0) target.append('/').append(oddInPath(random));
        List<String> query = new ArrayList<>();
        for (String parameter : endpoint.parameters()) if (random.nextInt(3) == 0) query.add(parameter);
        while (random.nextInt(4) == 0) query.add(oddParameter(random));
        if (!query.isEmpty()) target.append('?').append(String.join("&", query));
        return target.toString();
    }

    private static String oddParameter(SplittableRandom random) {
        String name = PARAMETERS.get(random.nextInt(PARAMETERS.size()));
        return switch (random.nextInt(6)) {
            case 0 -> name;
            case 1 -> name + "=";
            case 2 -> name + "=" + random.nextInt(-5, 100_000);
            case 3 -> oddInPath(random) + "=1";
            case 4 -> "=" + name;
            default -> name + "=" + oddInPath(random);
        };
    }

    private static String oddInPath(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> "%zz";
            case 1 -> "%";
            case 2 -> "%00";
            case 3 -> "%ff%fe";
            case 4 -> "..%2f..%2f";
            case 5 -> "a".repeat(random.nextInt(600));
            default -> URLEncoder.encode(Texts.odd(random), StandardCharsets.UTF_8);
        };
    }

    private static String printable(String text) {
        return text.replaceAll("[\\x00-\\x1f\\x7f]", " ").strip();
    }

    private static byte[] zipped(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private SplittableRandom random(int number, int purpose) {
        return new SplittableRandom(seed * 1_000_003L + number * 7L + purpose).split();
    }
}
