package io.parlance.trainer.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.trainer.base.BaseReference.HubRepository;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Hugging Face hub's HTTP interface: what a repository holds, and the bytes of its files. */
final class Hub {
    private static final int MAX_REDIRECTS = 5;
    private static final Pattern NEXT_PAGE = Pattern.compile("<([^>]+)>;\\s*rel=\"next\"");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI endpoint;
    private final Optional<String> token;
    private final Duration patience;

    /** @param token from the environment; sent to the hub only, never to where it redirects */
    Hub(URI endpoint, Optional<String> token, Duration patience) {
        this.http = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.endpoint = endpoint;
        this.token = token;
        this.patience = patience;
    }

    URI endpoint() {
        return endpoint;
    }

    /** The commit that a revision names now. @param within longest wait for the answer */
    String commit(HubRepository repository, Duration within) {
        JsonNode info = json(
                repository, "/api/models/%s/revision/%s".formatted(repository.name(), repository.revision()), within);
        String commit = info.path("sha").asText("");
        if (!commit.matches("[0-9a-f]{7,64}")) {
            throw new BaseModelException("%s: the hub at %s named no commit for revision %s; check HF_ENDPOINT"
                    .formatted(repository.text(), endpoint, repository.revision()));
        }
        return commit;
    }

    /** The files at a commit, with size and digest. */
    List<HubFile> files(HubRepository repository, String commit) {
        List<HubFile> files = new ArrayList<>();
        Optional<URI> page =
                Optional.of(endpoint.resolve("/api/models/%s/tree/%s".formatted(repository.name(), commit)));
        while (page.isPresent()) {
            HttpResponse<InputStream> answer = get(repository, page.get(), Map.of(), patience);
            for (JsonNode entry : body(repository, answer)) {
                if (entry.path("type").asText().equals("file")) {
                    JsonNode largeFile = entry.path("lfs");
                    files.add(new HubFile(
                            entry.path("path").asText(),
                            entry.path("size").asLong(-1),
                            largeFile.path("oid").asText(null),
                            entry.path("oid").asText(null)));
                }
            }
            page = answer.headers()
                    .firstValue("link")
                    .map(NEXT_PAGE::matcher)
                    .filter(Matcher::find)
                    .map(m -> endpoint.resolve(m.group(1)));
        }
        return files;
    }

    /** The bytes of a file from {@code fromByte} on; status 206 when the hub honours that, 200 when it starts at 0. */
    HttpResponse<InputStream> open(HubRepository repository, String commit, String path, long fromByte) {
        Map<String, String> headers = fromByte > 0 ? Map.of("Range", "bytes=%d-".formatted(fromByte)) : Map.of();
        URI uri = endpoint.resolve("/%s/resolve/%s/%s".formatted(repository.name(), commit, path));
        return get(repository, uri, headers, patience);
    }

    private JsonNode json(HubRepository repository, String path, Duration within) {
        return body(repository, get(repository, endpoint.resolve(path), Map.of(), within));
    }

    private JsonNode body(HubRepository repository, HttpResponse<InputStream> answer) {
        try (InputStream in = answer.body()) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new HubUnreachableException(
                    "%s: the answer of %s could not be read (%s)"
                            .formatted(repository.text(), answer.uri(), e.getMessage()),
                    e);
        }
    }

    private HttpResponse<InputStream> get(
            HubRepository repository, URI uri, Map<String, String> headers, Duration within) {
        URI target = uri;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            HttpResponse<InputStream> answer = send(repository, target, headers, within);
            int status = answer.statusCode();
            if (status == 200 || status == 206 || status == 416) {
                return answer;
            }
            close(answer);
            Optional<String> location = answer.headers().firstValue("location");
            if (status < 300 || status >= 400 || location.isEmpty()) {
                throw refusal(repository, target, status);
            }
            target = target.resolve(location.get());
        }
        throw new BaseModelException("%s: %s redirected more than %d times; check HF_ENDPOINT"
                .formatted(repository.text(), uri, MAX_REDIRECTS));
    }

    private HttpResponse<InputStream> send(
            HubRepository repository, URI uri, Map<String, String> headers, Duration within) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(within).header("User-Agent", "parlance");
        headers.forEach(request::header);
        if (isOfTheHub(uri)) {
            token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new HubUnreachableException(
                    "%s: %s did not answer (%s); check the network, or set HF_ENDPOINT to a mirror, or PARLANCE_BASE to a local file"
                            .formatted(repository.text(), uri.getAuthority(), why),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BaseModelException("%s: interrupted".formatted(repository.text()), e);
        }
    }

    private boolean isOfTheHub(URI uri) {
        return endpoint.getScheme().equals(uri.getScheme())
                && endpoint.getAuthority().equals(uri.getAuthority());
    }

    private RuntimeException refusal(HubRepository repository, URI uri, int status) {
        String name = repository.text();
        return switch (status) {
            case 401 ->
                new BaseModelException(
                        "%s: the hub at %s answered 401: there is no such repository, or it is private, or the token is wrong. Check the name, and set HF_TOKEN to a token that may read it."
                                .formatted(name, endpoint));
            case 403 ->
                new BaseModelException(
                        "%s: the hub at %s answered 403: access is not granted. Accept the model's conditions on its page, and set HF_TOKEN to a token of that account."
                                .formatted(name, endpoint));
            case 404 ->
                new BaseModelException("%s: the hub at %s has no %s (404). Check organisation, repository and revision."
                        .formatted(name, endpoint, uri.getPath()));
            default ->
                status == 429 || status >= 500
                        ? new HubUnreachableException(
                                "%s: the hub at %s answered %d; try again later".formatted(name, endpoint, status),
                                null)
                        : new BaseModelException("%s: the hub at %s answered %d for %s; expected 200"
                                .formatted(name, endpoint, status, uri.getPath()));
        };
    }

    static void close(HttpResponse<InputStream> answer) {
        try {
            answer.body().close();
        } catch (IOException e) {
            // The body was not wanted any more.
        }
    }
}
