package io.parlance.local.gateway;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** An answer of the gateway's own, in OpenAI's error shape: all four keys, always. */
record OpenAiError(int status, String message, String type, String code) {
    static OpenAiError unknownPath(String method, String path) {
        return new OpenAiError(
                404,
                "Unknown request URL: %s %s. This gateway knows %s.".formatted(method, path, Routes.listed()),
                "invalid_request_error",
                "unknown_url");
    }

    static OpenAiError away(String service, String why) {
        return new OpenAiError(
                503,
                "The %s service is away: %s. It is started again by itself; try again in a moment (./parlance status shows how it is)."
                        .formatted(service, why),
                "server_error",
                "service_unavailable");
    }

    String json() {
        return new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("message", message)
                                .put("type", type)
                                .put("param", null)
                                .put("code", code))
                .encode();
    }

    void send(HttpServerResponse response) {
        response.setStatusCode(status).putHeader("content-type", "application/json");
        if (status == 503) response.putHeader("retry-after", "2");
        response.end(json());
    }
}
