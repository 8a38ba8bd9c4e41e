package io.parlance.preprocess.stream;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready while conversations are being prepared; otherwise names what is missing. */
@Readiness
@ApplicationScoped
class StreamReadiness implements HealthCheck {
    private final PreprocessStream stream;

    StreamReadiness(PreprocessStream stream) {
        this.stream = stream;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("preprocess-stream");
        return switch (stream.state()) {
            case StreamState.Running r ->
                response.up().withData("baseModel", r.baseModel()).build();
            case StreamState.Waiting w ->
                response.down().withData("missing", w.missing()).build();
        };
    }
}
