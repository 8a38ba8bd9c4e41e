package io.parlance.inference;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: the model that should serve does. While another serves instead, the message says why. */
@Readiness
@ApplicationScoped
class ReadyProbe implements HealthCheck {
    private final Serving serving;

    ReadyProbe(Serving serving) {
        this.serving = serving;
    }

    @Override
    public HealthCheckResponse call() {
        var state = serving.shelf().state();
        var answer = HealthCheckResponse.named("wanted model serves").status(state.isSettled());
        state.active().ifPresent(model -> answer.withData("active", model.id()));
        state.wanted().ifPresent(offer -> answer.withData("wanted", offer.id()));
        return answer.withData("message", state.explanation()).build();
    }
}
