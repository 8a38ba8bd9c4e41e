package io.parlance.evaluator.announcement;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
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
        HealthCheckResponseBuilder response = HealthCheckResponse.named("evaluations");
        if (!life.isTakingCandidates()) {
            return response.withData("missing", "Kafka: trained models are not taken yet")
                    .down()
                    .build();
        }
        if (!life.log().isCaughtUp()) {
            return response.withData("missing", "Kafka: past evaluations are not read yet")
                    .down()
                    .build();
        }
        return response.up().build();
    }
}
