package io.parlance.inference;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started: a model is loaded and has decoded a token. */
@Startup
@ApplicationScoped
class StartedProbe implements HealthCheck {
    private final Serving serving;

    StartedProbe(Serving serving) {
        this.serving = serving;
    }

    @Override
    public HealthCheckResponse call() {
        var state = serving.shelf().state();
        var answer =
                HealthCheckResponse.named("model loaded").status(state.active().isPresent());
        if (state.active().isEmpty()) {
            answer.withData("message", state.explanation());
        }
        return answer.build();
    }
}
