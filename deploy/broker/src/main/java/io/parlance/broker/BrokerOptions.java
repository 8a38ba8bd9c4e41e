package io.parlance.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How a broker is to be started.
 *
 * @param dataFolder everything the broker keeps: logs of the topics, cluster id, pid file, broker.log
 * @param port loopback port for clients; 0 takes a free one
 * @param libraries folder with the jars of Apache Kafka
 * @param patience how long the broker may take until it answers
 * @param ephemeral the data is worth nothing: on {@link BrokerProcess#stop()} the process is ended at once
 * @param overrides further lines of server.properties
 */
public record BrokerOptions(
        Path dataFolder,
        int port,
        Path libraries,
        Duration patience,
        boolean ephemeral,
        Map<String, String> overrides) {
    /** Names the folder with the broker's jars; set by the build for tests and by the {@code parlance} script. */
    public static final String LIBRARIES_PROPERTY = "parlance.broker.libs";

    public BrokerOptions {
        if (port < 0 || port > 65_535)
            throw new IllegalArgumentException("broker port is %d, expected 0 (a free one) to 65535".formatted(port));
        dataFolder = dataFolder.toAbsolutePath().normalize();
        overrides = Map.copyOf(overrides);
    }

    /** A broker that keeps its data, with the jars of this build. */
    public static BrokerOptions keeping(Path dataFolder, int port) {
        return new BrokerOptions(dataFolder, port, librariesOfThisBuild(), Duration.ofSeconds(90), false, Map.of());
    }

    /** A broker for one test run on a free port. */
    public static BrokerOptions throwaway(Path dataFolder) {
        return new BrokerOptions(dataFolder, 0, librariesOfThisBuild(), Duration.ofSeconds(90), true, Map.of());
    }

    private static Path librariesOfThisBuild() {
        String named = System.getProperty(LIBRARIES_PROPERTY);
        if (named != null) return Path.of(named);
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path libraries = folder.resolve("deploy/broker/kafka/target/libs");
            if (Files.isDirectory(libraries)) return libraries;
        }
        throw new BrokerException("The jars of the Kafka broker were not found: build deploy/broker/kafka first"
                + " (./parlance build), or name their folder with -D" + LIBRARIES_PROPERTY + "=FOLDER.");
    }
}
