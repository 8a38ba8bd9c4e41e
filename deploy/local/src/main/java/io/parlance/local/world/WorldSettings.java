package io.parlance.local.world;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a world is to be run.
 *
 * @param root folder of the project, where the packaged services lie
 * @param folder where the world keeps its data
 * @param port the gateway's; 0 gives every process a free port
 * @param brokerPort the broker's
 * @param cluster {@code bootstrap.servers} of an existing cluster to use instead of a broker of its own
 * @param nativeInference serve with the native executable
 * @param baseModel reference of the base model; without one the trainer's own order applies
 * @param services which are started, in the order in which they are shown
 */
public record WorldSettings(
        Path root,
        WorldFolder folder,
        int port,
        int brokerPort,
        Optional<String> cluster,
        boolean nativeInference,
        Optional<String> baseModel,
        List<Service> services) {
    public static final int DEFAULT_PORT = 8080;
    public static final int DEFAULT_BROKER_PORT = 9092;

    public WorldSettings {
        root = root.toAbsolutePath().normalize();
        services = services.stream().distinct().sorted().toList();
        if (port < 0 || port > 65_000)
            throw new WorldException("--port is %d, expected 0 (free ports) to 65000".formatted(port));
        if (brokerPort < 0 || brokerPort > 65_535)
            throw new WorldException("--broker-port is %d, expected 0 (a free one) to 65535".formatted(brokerPort));
    }

    /** All services. */
    public WorldSettings(
            Path root,
            WorldFolder folder,
            int port,
            int brokerPort,
            Optional<String> cluster,
            boolean nativeInference,
            Optional<String> baseModel) {
        this(root, folder, port, brokerPort, cluster, nativeInference, baseModel, List.of(Service.values()));
    }

    /** The packaged form of a service. @throws WorldException naming the command that makes it, when it is missing */
    Path program(Service service) {
        Path target = root.resolve(service.module()).resolve("target");
        if (service == Service.INFERENCE && nativeInference) return nativeProgram(target);
        Path jar = target.resolve("quarkus-app").resolve("quarkus-run.jar");
        if (!Files.isRegularFile(jar))
            throw new WorldException(
                    "%s is missing: build the project first (./parlance build).".formatted(root.relativize(jar)));
        return jar;
    }

    private Path nativeProgram(Path target) {
        if (Files.isDirectory(target)) {
            try (var files = Files.newDirectoryStream(target, "*-runner")) {
                for (Path file : files) if (Files.isExecutable(file)) return file;
            } catch (java.io.IOException e) {
                throw new WorldException("%s cannot be read: %s".formatted(target, e.getMessage()));
            }
        }
        throw new WorldException(
                "%s holds no native executable of the inference service: make it with ./parlance native"
                                .formatted(root.relativize(target))
                        + " (GRAALVM_HOME names a GraalVM), or start without --native.");
    }
}
