package io.parlance.ingest.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Asks for one address at a time; follows nothing by itself, keeps no cookies and uses no proxy. */
final class PageClient {
    static final String AGENT = "parlance-ingest";
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final OkHttpClient client;
    private final int maxBytes;

    /** @param timeout for the whole exchange @param maxBytes of a body, after unpacking */
    PageClient(AddressRule rule, Duration timeout, int maxBytes) {
        this.client = new OkHttpClient.Builder()
                .socketFactory(new CheckedSockets(rule))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectTimeout(CONNECT)
                .callTimeout(timeout)
                .readTimeout(timeout)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .build();
        this.maxBytes = maxBytes;
    }

    /** What came back. */
    static final class Answer {
        private final int status;
        private final Map<String, String> headers;
        private final byte[] body;

        /** @param headers by lower-case names, the last of each */
        Answer(int status, Map<String, String> headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        int status() {
            return status;
        }

        /** Null when there is none. */
        String header(String name) {
            return headers.get(name);
        }

        byte[] body() {
            return body;
        }
    }

    /** The body is longer than is read. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong(int maxBytes) {
            super("has more than %d bytes".formatted(maxBytes));
        }
    }

    Answer get(URI url, Map<String, String> headers) throws IOException {
        Request.Builder request = new Request.Builder().url(url.toString()).header("user-agent", AGENT);
        headers.forEach(request::header);
        try (Response response = client.newCall(request.build()).execute()) {
            Map<String, String> received = new HashMap<>();
            response.headers()
                    .forEach(pair -> received.put(pair.getFirst().toLowerCase(Locale.ROOT), pair.getSecond()));
            return new Answer(response.code(), received, read(response.body().byteStream()));
        }
    }

    private byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            body.write(buffer, 0, read);
            if (body.size() > maxBytes) {
                throw new TooLong(maxBytes);
            }
        }
        return body.toByteArray();
    }
}
