package io.parlance.local.world;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a service is told: the environment is the only door for its settings. */
final class ServiceEnvironment {
    private ServiceEnvironment() {}

    static Map<String, String> of(Service service, WorldSettings settings, int port, String bootstrapServers) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        environment.put(
                "PARLANCE_ARTIFACTS", settings.folder().artifacts().toUri().toString());
        environment.put("PARLANCE_STATE_DIR", settings.folder().work(service).toString());
        environment.put("PARLANCE_DATA", settings.folder().work(service).toString());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        settings.baseModel().ifPresent(reference -> environment.put("PARLANCE_BASE", reference));
        // Waiting OpenMP threads would otherwise spin and take the cores from the other processes.
        environment.put("OMP_WAIT_POLICY", "PASSIVE");
        // glibc keeps an arena of up to 64 MiB per core and thread.
        environment.put("MALLOC_ARENA_MAX", "2");
        if (System.getenv("DJL_CACHE_DIR") == null)
            environment.put(
                    "DJL_CACHE_DIR",
                    settings.folder().data().resolve("djl-cache").toString());
        environment.put("DJL_OFFLINE", "true");
        environment.put("OPT_OUT_TRACKING", "true");
        return environment;
    }
}
