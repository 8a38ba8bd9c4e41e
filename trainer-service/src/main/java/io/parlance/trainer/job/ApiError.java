package io.parlance.trainer.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/**
 * A refusal in OpenAI's shape.
 *
 * @param param the parameter it is about, or null
 * @param code a word for programs, or null
 */
record ApiError(int status, String type, String message, String param, String code) {
    private static final String INVALID = "invalid_request_error";

    ApiError {
        message = carriable(message);
        param = param == null ? null : carriable(param);
    }

    /** Half a character, as JSON can name it in an escape, has no place in a UTF-8 answer. */
    static String carriable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    static ApiError badParameter(String param, String message) {
        return new ApiError(400, INVALID, message, param, "invalid_value");
    }

    static ApiError unknownParameter(String param, String message) {
        return new ApiError(400, INVALID, message, param, "unknown_parameter");
    }

    static ApiError badRequest(String message) {
        return new ApiError(400, INVALID, message, null, "invalid_json");
    }

    static ApiError notFound(String message, String param) {
        return new ApiError(404, INVALID, message, param, "not_found");
    }

    static ApiError unavailable(String message, String code) {
        return new ApiError(503, "server_error", message, null, code);
    }

    static ApiError other(int status, String message) {
        return new ApiError(status, status >= 500 ? "server_error" : INVALID, message, null, null);
    }

    Response toResponse() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        Response.ResponseBuilder response =
                Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
        if (status == 503) {
            response.header("Retry-After", "5");
        }
        return response.build();
    }
}
