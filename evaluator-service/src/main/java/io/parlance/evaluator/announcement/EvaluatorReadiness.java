package io.parlance.evaluator.announcement;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once candidates are taken and the past evaluations are known. */
@Readiness
@ApplicationScoped
class EvaluatorReadiness implements HealthCheck {
    private final EvaluatorLife life;

    EvaluatorReadiness(EvaluatorLife life) {
        this.life = life;
    }

    @Override
    public HealthCheckResponse call() {
        boolean takesCandidates = life.isTakingCandidates();
        boolean knowsThePast = life.log().isCaughtUp();
        return HealthCheckResponse.named("evaluations")
                .withData("takes candidates", takesCandidates)
                .withData("has read the past evaluations", knowsThePast)
                .status(takesCandidates && knowsThePast)
                .build();
    }
}
