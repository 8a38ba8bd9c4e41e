package io.parlance.preprocess.augmentation.translation;

import io.parlance.preprocess.Excerpt;
import io.parlance.preprocess.augmentation.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code POST <base>/chat/completions}, patiently: 429, 5xx and a lost connection are tried again. */
public final class ChatEndpoint implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final int EXCERPT = 300;

    /** What came of a request. */
    sealed interface Answer {
        record Given(String body) implements Answer {}

        /** The endpoint does not want this text. @param why what it said */
        record Refused(String why) implements Answer {}
    }

    /** Waits. Tests do not. */
    @FunctionalInterface
    interface Pause {
        void last(Duration duration) throws InterruptedException;
    }

    private final URI address;
    private final Optional<String> apiKey;
    private final Duration patience;
    private final int attempts;
    private final Pause pause;
    private final HttpClient client;

    /**
     * @param base such as {@code https://api.openai.com/v1}
     * @param patience with one request
     * @param attempts of one request, at least 1
     */
    public ChatEndpoint(URI base, Optional<String> apiKey, Duration patience, int attempts) {
        this(base, apiKey, patience, attempts, Thread::sleep);
    }

    ChatEndpoint(URI base, Optional<String> apiKey, Duration patience, int attempts, Pause pause) {
        this.address = URI.create(base.toString().replaceAll("/+$", "") + "/chat/completions");
        this.apiKey = apiKey;
        this.patience = patience;
        this.attempts = attempts;
        this.pause = pause;
        this.client = HttpClient.newBuilder().connectTimeout(patience).build();
    }

    /** @throws UnavailableException when no text can be had answered: the key is refused, or all attempts failed */
    Answer post(String json) {
        String trouble = "";
        Duration wait = FIRST_PAUSE;
        for (int attempt = 1; attempt <= attempts; attempt++) {
            Optional<Duration> asked = Optional.empty();
            try {
                HttpResponse<String> response = client.send(request(json), HttpResponse.BodyHandlers.ofString());
                int status = response.statusCode();
                if (status == 200) {
                    return new Answer.Given(response.body());
                }
                trouble = "answered %d: %s".formatted(status, Excerpt.of(response.body(), EXCERPT));
                if (status == 400 || status == 413 || status == 422) {
                    return new Answer.Refused("the endpoint " + trouble);
                }
                if (status != 429 && status < 500) {
                    throw unavailable(trouble + "; look at openai.base-url, openai.model and the key");
                }
                asked = response.headers().firstValue("Retry-After").flatMap(ChatEndpoint::duration);
            } catch (IOException e) {
                trouble = "cannot be asked: " + e;
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            if (attempt < attempts) {
                rest(asked.orElse(wait));
                wait = shorter(wait.multipliedBy(2));
            }
        }
        throw unavailable("%s; so it did %d times".formatted(trouble, attempts));
    }

    private HttpRequest request(String json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        apiKey.ifPresent(key -> request.header("Authorization", "Bearer " + key));
        return request.build();
    }

    private void rest(Duration duration) {
        try {
            pause.last(shorter(duration));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Duration shorter(Duration duration) {
        return duration.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : duration;
    }

    /** Seconds or a date (RFC 9110, 10.2.3). */
    private static Optional<Duration> duration(String retryAfter) {
        OptionalInt seconds =
                retryAfter.matches("\\d{1,6}") ? OptionalInt.of(Integer.parseInt(retryAfter)) : OptionalInt.empty();
        if (seconds.isPresent()) {
            return Optional.of(Duration.ofSeconds(seconds.getAsInt()));
        }
        try {
            Duration until = Duration.between(
                    Instant.now(),
                    ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeException neither) {
            return Optional.empty();
        }
    }

    private UnavailableException unavailable(String what) {
        return new UnavailableException("%s %s".formatted(address, what));
    }

    private UnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new UnavailableException("interrupted while asking %s".formatted(address), e);
    }

    @Override
    public void close() {
        client.close();
    }
}
