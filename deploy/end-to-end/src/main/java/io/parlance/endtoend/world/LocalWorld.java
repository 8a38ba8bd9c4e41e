package io.parlance.endtoend.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A world started through the launcher's command line, on free ports, with its data in a folder of its own. Its
 * processes are the only ones that are ever killed.
 */
public final class LocalWorld implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of(System.getProperty("parlance.root"));

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final Path folder;
    private final Thread hook;

    private LocalWorld(Path folder) {
        this.folder = folder;
        // Ctrl-C shall leave nothing running.
        this.hook = Thread.ofPlatform().unstarted(this::down);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Everything, with this base model. */
    public static LocalWorld up(Path folder, Path baseModel, Map<String, String> environment)
            throws IOException, InterruptedException {
        var world = new LocalWorld(folder);
        try {
            world.launch(environment, "up", "--port", "0", "--base", baseModel.toString(), "--patience", "300");
        } catch (IOException | AssertionError e) {
            world.close();
            throw e;
        }
        return world;
    }

    /** Broker, ingest and preprocess only. */
    public static LocalWorld ofData(Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        return only(List.of("ingest", "preprocess"), folder, environment);
    }

    /**
     * A broker and these services, all with settings from this environment. The trainer, which imports base models, may
     * not be among them: a tiny one is put into the artifact store and announced in its place.
     */
    public static LocalWorld only(List<String> services, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        var world = new LocalWorld(folder);
        try {
            Files.createDirectories(folder);
            Command up = world.begin(
                    environment, "up", "--port", "0", "--services", String.join(",", services), "--patience", "300");
            world.awaitTopics(up);
            TinyBase.announce(folder.resolve("artifacts").toUri(), world.bootstrapServers());
            world.end(up);
        } catch (IOException | AssertionError e) {
            world.close();
            throw e;
        }
        return world;
    }

    private record Command(String words, Process process, Path output) {}

    /** Runs a command to its end. @return what it said */
    public String launch(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return end(begin(environment, arguments));
    }

    private Command begin(Map<String, String> environment, String... arguments) throws IOException {
        Path output = Files.createTempFile("parlance-command", ".out");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dparlance.root=" + ROOT);
        command.add("-Dparlance.broker.libs=" + System.getProperty("parlance.broker.libs"));
        Path target = ROOT.resolve("deploy/local/target");
        command.addAll(List.of(
                "-cp", target.resolve("parlance-local.jar") + File.pathSeparator + target.resolve("lib") + "/*"));
        command.add("io.parlance.local.Main");
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data-dir", folder.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        // Somebody's own settings are not the test's.
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLANCE_") || name.startsWith("KAFKA_"));
        builder.environment().putAll(environment);
        return new Command(String.join(" ", arguments), builder.start(), output);
    }

    private String end(Command command) throws IOException, InterruptedException {
        Process process = command.process();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("no end of: " + command.words());
        }
        String said = Files.readString(command.output());
        Files.delete(command.output());
        if (process.exitValue() != 0)
            throw new AssertionError(
                    "%s ended with code %d:%n%s%n%s".formatted(command.words(), process.exitValue(), said, logs()));
        return said;
    }

    private void awaitTopics(Command up) throws IOException, InterruptedException {
        while (Files.notExists(folder.resolve("run/world.json"))
                || !state().get("phase").asText().equals("RUNNING")) {
            if (!up.process().isAlive()) end(up);
            Thread.sleep(100);
        }
    }

    public JsonNode state() throws IOException {
        return JSON.readTree(Files.readString(folder.resolve("run/world.json")));
    }

    public String baseUrl() throws IOException {
        return "http://127.0.0.1:" + state().get("gatewayPort").asInt() + "/v1";
    }

    public String bootstrapServers() throws IOException {
        return state().get("bootstrapServers").asText();
    }

    public JsonNode process(String name) throws IOException {
        for (JsonNode child : state().get("children"))
            if (child.get("name").asText().equals(name)) return child;
        throw new AssertionError("no process " + name + " in " + state());
    }

    /** SIGKILL. @return whether there was a process of that name to kill */
    public boolean kill(String name) throws IOException {
        long supervisor = state().get("supervisorPid").asLong();
        return ProcessHandle.of(process(name).get("pid").asLong())
                .filter(found -> found.parent().map(ProcessHandle::pid).orElse(0L) == supervisor)
                .map(ProcessHandle::destroyForcibly)
                .isPresent();
    }

    public List<Long> pids() throws IOException {
        var pids = new ArrayList<Long>();
        pids.add(state().get("supervisorPid").asLong());
        state().get("children").forEach(child -> pids.add(child.get("pid").asLong()));
        return pids;
    }

    /** The ends of all logs: what a failed test is understood by. */
    public String logs() throws IOException {
        var text = new StringBuilder();
        Path logs = folder.resolve("logs");
        if (Files.notExists(logs)) return "";
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.sorted().toList()) {
                List<String> lines = Files.readAllLines(file);
                text.append("== ").append(file.getFileName()).append('\n');
                lines.subList(Math.max(0, lines.size() - 30), lines.size())
                        .forEach(line -> text.append(line).append('\n'));
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        down();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // Then the hook runs anyway.
        }
    }

    private void down() {
        try {
            launch(Map.of(), "down");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Zombies do not count: in a container nobody may collect the dead. */
    public static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() && !isZombie(pid);
    }

    private static boolean isZombie(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException notLinuxOrCollectedMeanwhile) {
            return Files.isDirectory(Path.of("/proc/self"));
        }
    }
}
