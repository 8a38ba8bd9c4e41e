package io.parlance.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker (KRaft, one node) as a child process with its data under one folder.
 *
 * <p>The child ends with this JVM, however that ends. A broker left by an earlier JVM is recognised by the folder's pid
 * file and ended first. A second start with the same folder goes on with its data.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration TO_STOP = Duration.ofSeconds(20);
    private static final long LOG_BYTES_KEPT = 64L << 20;

    private final BrokerOptions options;
    private final int port;
    private final Process process;
    private final PidFile pidFile;
    private final long logStart;

    private BrokerProcess(BrokerOptions options, int port, Process process, PidFile pidFile, long logStart) {
        this.options = options;
        this.port = port;
        this.process = process;
        this.pidFile = pidFile;
        this.logStart = logStart;
    }

    /**
     * Starts a broker and waits until it answers.
     *
     * @throws BrokerException when it does not come up; the message says why (port in use, disk full, ...)
     */
    public static BrokerProcess start(BrokerOptions options) {
        BrokerProcess broker = launch(options);
        try {
            broker.awaitAnswer();
        } catch (RuntimeException e) {
            broker.kill();
            throw e;
        }
        return broker;
    }

    private static BrokerProcess launch(BrokerOptions options) {
        if (!Files.isDirectory(options.libraries()))
            throw new BrokerException("The jars of the Kafka broker are not in %s: build deploy/broker/kafka first."
                    .formatted(options.libraries()));
        Path folder = options.dataFolder();
        var pidFile = new PidFile(folder.resolve("broker.pid"));
        reclaim(pidFile, folder);
        int port = options.port() == 0 ? freePort() : options.port();
        if (!isFree(port)) throw new BrokerException(BrokerDiagnosis.portInUse(port));
        Path topics = folder.resolve("topics");
        Path properties = folder.resolve("server.properties");
        Path log = folder.resolve("broker.log");
        try {
            Files.createDirectories(topics);
            Files.writeString(properties, ServerProperties.of(port, freePort(), topics, options.overrides()));
            if (Files.exists(log) && Files.size(log) > LOG_BYTES_KEPT)
                Files.move(log, folder.resolve("broker.1.log"), StandardCopyOption.REPLACE_EXISTING);
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            var builder = new ProcessBuilder(command(options, properties, topics.resolve("meta.properties")))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()));
            builder.environment().put("MALLOC_ARENA_MAX", "2");
            Process process = builder.start();
            pidFile.write(process.toHandle());
            return new BrokerProcess(options, port, process, pidFile, logStart);
        } catch (IOException e) {
            throw new BrokerException(
                    "The Kafka broker cannot start in %s: %s. Free space there or choose another data folder."
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }

    private static void reclaim(PidFile pidFile, Path folder) {
        Optional<ProcessHandle> running = pidFile.living();
        if (running.isEmpty()) return;
        pidFile.livingParent()
                .filter(parent -> parent.pid() != ProcessHandle.current().pid())
                .ifPresent(parent -> {
                    throw new BrokerException(
                            "The data folder %s is in use: its broker (pid %d) runs for process %d. Stop that one first."
                                    .formatted(folder, running.get().pid(), parent.pid()));
                });
        pidFile.end(TO_STOP);
    }

    private static List<String> command(BrokerOptions options, Path properties, Path formatted) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-Xms128m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("-XX:-UsePerfData", "-Djava.awt.headless=true", "-Duser.timezone=UTC"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.add("-Dlog4j2.configurationFile=classpath:parlance-broker-log4j2.properties");
        if (options.ephemeral()) {
            // A short life: compiled code would never pay back its compilation.
            command.add("-XX:TieredStopAtLevel=1");
            command.add("-D" + BrokerMain.EPHEMERAL_FOLDER + "=" + options.dataFolder());
        }
        command.add("-cp");
        command.add(ownClasses() + java.io.File.pathSeparator + options.libraries() + "/*");
        command.add(BrokerMain.class.getName());
        command.add(properties.toString());
        command.add(Uuid.randomUuid().toString());
        command.add(formatted.toString());
        return command;
    }

    private static Path ownClasses() {
        try {
            return Path.of(BrokerProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitAnswer() {
        long deadline = System.nanoTime() + options.patience().toNanos();
        while (!accepts(port)) pause(deadline);
        try (var admin = Admin.create(Map.of(
                "bootstrap.servers", bootstrapServers(), "request.timeout.ms", "5000", "retry.backoff.ms", "50"))) {
            while (true) {
                try {
                    // Only brokers that have left the fence are listed: from then on topics can be made.
                    if (!admin.describeCluster()
                            .nodes()
                            .get(5, TimeUnit.SECONDS)
                            .isEmpty()) return;
                } catch (ExecutionException | java.util.concurrent.TimeoutException notYet) {
                    // The deadline below decides.
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new BrokerException("Interrupted while the broker was starting", e);
                }
                pause(deadline);
            }
        }
    }

    private void pause(long deadline) {
        if (!process.isAlive()) throw new BrokerException(reasonOfEnd());
        if (System.nanoTime() > deadline)
            throw new BrokerException("The Kafka broker did not answer on %s within %d s; see %s."
                    .formatted(bootstrapServers(), options.patience().toSeconds(), log()));
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException("Interrupted while the broker was starting", e);
        }
    }

    /** Host and port for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completed when the process has ended, for whatever reason. */
    public CompletableFuture<Void> onExit() {
        return process.onExit().thenAccept(ended -> {});
    }

    /** Why the process ended, in a sentence, read from its log. */
    public String reasonOfEnd() {
        // 128 + SIGKILL, as shells count; the log cannot know of it.
        if (!process.isAlive() && process.exitValue() == 137) return "was killed (SIGKILL)";
        return BrokerDiagnosis.of(log(), logStart, options);
    }

    /** The broker's own log file. */
    public Path log() {
        return options.dataFolder().resolve("broker.log");
    }

    /** Ends the broker in an orderly way; an ephemeral one at once, with its data. */
    public void stop() {
        try {
            // The end of its standard input tells the child that nobody needs it any more.
            process.getOutputStream().close();
            if (!process.waitFor(TO_STOP.toSeconds(), TimeUnit.SECONDS))
                process.destroyForcibly().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        forgetPid();
    }

    /** Ends the broker as a power cut would (SIGKILL); its data stays. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        forgetPid();
    }

    private void forgetPid() {
        if (Files.isDirectory(options.dataFolder())) pidFile.delete();
    }

    @Override
    public void close() {
        stop();
    }

    private static boolean accepts(int port) {
        try (var socket = new java.net.Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BrokerException("No free port on loopback: " + e.getMessage(), e);
        }
    }
}
