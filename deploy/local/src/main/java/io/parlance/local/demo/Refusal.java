package io.parlance.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** A server said no; the message is its own. */
public final class Refusal extends IOException {
    private final int status;

    Refusal(int status, String body) {
        super("HTTP %d: %s".formatted(status, message(body)));
        this.status = status;
    }

    /** The same request may succeed later. */
    boolean mayPass() {
        return status == 408 || status == 409 || status == 429 || status >= 500;
    }

    int status() {
        return status;
    }

    private static String message(String body) {
        try {
            return new ObjectMapper().readTree(body).at("/error/message").asText(body);
        } catch (JsonProcessingException notJson) {
            return body;
        }
    }
}
