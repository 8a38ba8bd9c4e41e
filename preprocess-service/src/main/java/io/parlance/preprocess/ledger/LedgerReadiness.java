package io.parlance.preprocess.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready while conversations are counted; otherwise says why not. Turned off it is ready too. */
@Readiness
@ApplicationScoped
class LedgerReadiness implements HealthCheck {
    private final LedgerStream stream;

    LedgerReadiness(LedgerStream stream) {
        this.stream = stream;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("preprocess-ledger");
        Optional<String> trouble = stream.isEnabled() ? stream.trouble() : Optional.empty();
        return trouble.map(why -> response.down().withData("missing", why))
                .orElseGet(response::up)
                .build();
    }
}
