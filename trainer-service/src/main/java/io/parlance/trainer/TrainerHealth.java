package io.parlance.trainer;

import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when jobs are read from Kafka and the base model is in the store; otherwise it says what is missing. */
@Readiness
public class TrainerHealth implements HealthCheck {
    private final TrainerService trainer;

    public TrainerHealth(TrainerService trainer) {
        this.trainer = trainer;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> missing = trainer.missing();
        return missing.map(what -> HealthCheckResponse.named("trainer").down().withData("missing", what))
                .orElseGet(() -> HealthCheckResponse.named("trainer").up())
                .build();
    }
}
