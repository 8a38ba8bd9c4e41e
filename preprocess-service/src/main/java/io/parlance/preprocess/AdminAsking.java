package io.parlance.preprocess;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Settings of clients that ask the cluster about itself, or have it changed. */
public final class AdminAsking {
    private AdminAsking() {}

    /** @param patience how long a call may wait for the broker */
    public static Map<String, Object> settings(String bootstrapServers, Duration patience) {
        return Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) patience.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) patience.toMillis());
    }
}
