package io.parlance.inference;

import io.parlance.broker.TestBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The real broker, and a tiny base model that has been imported. */
public final class ServedModelTestResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        TestWorld.importBase(TestWorld.store(TestWorld.BASE, 1));
        return Map.of(
                "kafka.bootstrap.servers", TestBroker.bootstrapServers(),
                "parlance.inference.artifacts", TestWorld.artifacts().toString(),
                "parlance.inference.context-tokens", "256",
                "parlance.inference.retry", "PT1S",
                "parlance.inference.queue", "32");
    }

    @Override
    public void stop() {
        // Other test classes of this JVM use the broker and the models as well; both end with it.
    }
}
