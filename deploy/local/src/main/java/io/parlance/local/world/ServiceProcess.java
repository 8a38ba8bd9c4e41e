package io.parlance.local.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.broker.PidFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A packaged Quarkus service as a child process. */
final class ServiceProcess implements ChildProcess {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The supervisor asks twice a second and tells itself what is missing. */
    private static final String QUIET_PROBES = "-Dquarkus.log.category.\"io.smallrye.health\".level=WARN";

    private static final long LOG_BYTES_KEPT = 64L << 20;
    private static final HttpClient PROBES =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private final Process process;
    private final URI readinessProbe;
    private final Path log;
    private final long logStart;
    private final PidFile pidFile;

    private ServiceProcess(Process process, int port, Path log, long logStart, PidFile pidFile) {
        this.process = process;
        this.readinessProbe = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        this.log = log;
        this.logStart = logStart;
        this.pidFile = pidFile;
    }

    static ServiceProcess start(Service service, WorldSettings settings, int port, String bootstrapServers) {
        WorldFolder folder = settings.folder();
        Path log = folder.log(service.title());
        try {
            Files.createDirectories(folder.logs());
            Files.createDirectories(folder.work(service));
            if (Files.exists(log) && Files.size(log) > LOG_BYTES_KEPT)
                Files.move(log, log.resolveSibling(service.title() + ".1.log"), StandardCopyOption.REPLACE_EXISTING);
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            var builder = new ProcessBuilder(command(service, settings.program(service)))
                    .directory(folder.work(service).toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()));
            builder.environment().putAll(ServiceEnvironment.of(service, settings, port, bootstrapServers));
            Process process = builder.start();
            process.getOutputStream().close();
            PidFile pidFile = folder.pid(service.title());
            pidFile.write(process.toHandle());
            return new ServiceProcess(process, port, log, logStart, pidFile);
        } catch (IOException | UncheckedIOException e) {
            throw new WorldException("%s cannot be started: %s".formatted(service.module(), e.getMessage()), e);
        }
    }

    private static List<String> command(Service service, Path program) {
        var command = new ArrayList<String>();
        if (!program.toString().endsWith(".jar")) {
            command.add(program.toString());
            command.addAll(service.heap());
            return command;
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(service.heap());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData"));
        // A collection gives the memory of a model that was read or written back to the system at once.
        command.addAll(List.of("-XX:-ShrinkHeapInSteps", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=30"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-Dai.djl.offline=true", "-Dfile.encoding=UTF-8", QUIET_PROBES));
        command.addAll(List.of("-jar", program.toString()));
        return command;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Readiness readiness() {
        try {
            var probe = HttpRequest.newBuilder(readinessProbe)
                    .timeout(Duration.ofSeconds(3))
                    .build();
            var answer = PROBES.send(probe, BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Readiness.READY : new Readiness(false, missing(answer.body()));
        } catch (IOException notYet) {
            return Readiness.SILENT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Readiness.SILENT;
        }
    }

    /** What the failing checks of a MicroProfile Health answer say in their data. */
    static String missing(String health) {
        try {
            var words = new ArrayList<String>();
            for (JsonNode check : JSON.readTree(health).path("checks"))
                if (check.path("status").asText().equals("DOWN"))
                    check.path("data")
                            .properties()
                            .forEach(fact -> words.add(
                                    fact.getValue().isTextual()
                                            ? fact.getValue().asText()
                                            : fact.getKey() + " is "
                                                    + fact.getValue().asText()));
            return String.join("; ", words);
        } catch (JsonProcessingException notHealth) {
            return "";
        }
    }

    @Override
    public CompletableFuture<Void> onExit() {
        return process.onExit().thenAccept(ended -> {});
    }

    @Override
    public String reasonOfEnd() {
        return LastWords.of(process.exitValue(), log, logStart);
    }

    @Override
    public void stop(Duration patience) {
        PidFile.end(process.toHandle(), patience);
        pidFile.delete();
    }
}
