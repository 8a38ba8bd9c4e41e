package io.parlance.endtoend.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** What an answer must be like. */
final class Judge {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Judge() {}

    /** What is wrong with it, if anything. */
    static Optional<String> fault(FuzzRequest request, RawHttp.Answer answer) {
        // 501 is Netty's word for a transfer coding that nobody knows; 503 says that something is missing at the
        // moment.
        if (answer.status() >= 500 && answer.status() != 503)
            return Optional.of("status %d: %.300s".formatted(answer.status(), answer.text()));
        if (request.method().equals("HEAD") || answer.status() == 400 && !isUri(request.target()))
            return Optional.empty();
        JsonNode body;
        try {
            body = JSON.readTree(answer.body());
        } catch (java.io.IOException noJson) {
            return answer.status() < 400
                    ? Optional.empty()
                    : Optional.of("status %d with a body that is no JSON: '%.200s'"
                            .formatted(answer.status(), answer.text()));
        }
        Optional<String> refusal = answer.status() >= 400 ? refusalFault(answer, body) : Optional.empty();
        return refusal.isPresent() || request.lines() == 0 ? refusal : receiptFault(request, answer, body);
    }

    /** What is none (RFC 3986: {@code %zz}) is refused by the HTTP server itself, before any service sees it. */
    private static boolean isUri(String target) {
        try {
            return !new URI(target).getPath().isEmpty();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Optional<String> refusalFault(RawHttp.Answer answer, JsonNode body) {
        JsonNode error = body.path("error");
        for (String key : List.of("message", "type", "param", "code"))
            if (!error.has(key))
                return Optional.of("status %d without error.%s: %.300s".formatted(answer.status(), key, answer.text()));
        if (error.get("message").asText().isBlank())
            return Optional.of("an empty message: %.300s".formatted(answer.text()));
        if (answer.status() == 400
                && error.get("param").asText("").isBlank()
                && !error.get("param").isTextual())
            return Optional.of("400 without param: %.300s".formatted(answer.text()));
        return Optional.empty();
    }

    /** Every line is in it, every refused one with its number, field and rule. */
    private static Optional<String> receiptFault(FuzzRequest request, RawHttp.Answer answer, JsonNode body) {
        JsonNode receipt = body.has("receipt") ? body.get("receipt") : body;
        if (!receipt.has("received"))
            return Optional.of("status %d without a receipt: %.300s".formatted(answer.status(), answer.text()));
        int received = receipt.path("received").asInt();
        if (received != request.lines()
                || received
                        != receipt.path("accepted").asInt()
                                + receipt.path("rejected").asInt())
            return Optional.of("%d lines were sent, the receipt says %.200s".formatted(request.lines(), receipt));
        for (JsonNode rejection : receipt.path("rejections")) {
            int line = rejection.path("line").asInt();
            if (line < 1
                    || line > request.lines()
                    || rejection.path("violations").isEmpty())
                return Optional.of("a rejection names no line or no violation: %s".formatted(rejection));
            for (JsonNode violation : rejection.path("violations"))
                if (!violation.path("field").isTextual()
                        || violation.path("rule").asText("").isBlank())
                    return Optional.of("a violation names no field or no rule: %s".formatted(rejection));
        }
        return Optional.empty();
    }
}
