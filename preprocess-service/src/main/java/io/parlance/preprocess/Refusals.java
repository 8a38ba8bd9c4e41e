package io.parlance.preprocess;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Requests that are refused, in OpenAI's error shape. */
class Refusals {
    @ServerExceptionMapper
    Response refused(Refusal refusal) {
        return Response.status(refusal.status())
                .type(MediaType.APPLICATION_JSON)
                .entity(refusal.error())
                .build();
    }
}
