package io.parlance.ingest;

import io.parlance.contracts.ApiError;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses what a path would not look at: query parameters where there are none, packed bodies where none is unpacked. */
class UnheededRequests {

    @ServerRequestFilter
    Optional<Response> refused(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        boolean submission = path.equals("/v1/conversations");
        boolean query =
                submission || path.equals("/v1/files") && request.getMethod().equals("GET");
        Optional<String> parameter = query
                ? Optional.empty()
                : request.getUriInfo().getQueryParameters().keySet().stream().findFirst();
        if (parameter.isPresent()) {
            return Optional.of(answer(
                    Response.Status.BAD_REQUEST,
                    "'%s' is not known here; this request takes no query parameters".formatted(parameter.get()),
                    parameter.get(),
                    "invalid_value"));
        }
        String coding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (!submission && coding != null && !coding.equalsIgnoreCase("identity")) {
            return Optional.of(answer(
                    Response.Status.UNSUPPORTED_MEDIA_TYPE,
                    "content-encoding '%s' is not read here; send the body as it is (an uploaded file may be packed: name it .gz or .zst)"
                            .formatted(coding),
                    "content-encoding",
                    "unsupported_encoding"));
        }
        return Optional.empty();
    }

    private static Response answer(Response.Status status, String message, String param, String code) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(ApiError.invalidRequest(message, param, code))
                .build();
    }
}
