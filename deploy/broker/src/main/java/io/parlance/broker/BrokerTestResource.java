package io.parlance.broker;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Gives a {@code @QuarkusTest} the shared real broker: {@code @WithTestResource(BrokerTestResource.class)}.
 *
 * <p>Sets {@code kafka.bootstrap.servers}; our topics exist.
 */
public final class BrokerTestResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of("kafka.bootstrap.servers", TestBroker.bootstrapServers());
    }

    @Override
    public void stop() {
        // Other test classes of this JVM use the broker as well; it ends with the JVM.
    }
}
