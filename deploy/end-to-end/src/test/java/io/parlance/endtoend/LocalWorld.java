package io.parlance.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A world started through the launcher's command line, on free ports, with its data in a folder of the test. */
final class LocalWorld implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of(System.getProperty("parlance.root"));

    private final Path folder;

    private LocalWorld(Path folder) {
        this.folder = folder;
    }

    static LocalWorld up(Path folder, Path baseModel, Map<String, String> environment)
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

    /** Runs a command to its end. @return what it said */
    String launch(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder.getParent(), "command", ".out");
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
        Process process = builder.start();
        if (!process.waitFor(360, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("no end of: " + String.join(" ", arguments));
        }
        String said = Files.readString(output);
        if (process.exitValue() != 0)
            throw new AssertionError("%s ended with code %d:%n%s%n%s"
                    .formatted(String.join(" ", arguments), process.exitValue(), said, logs()));
        return said;
    }

    JsonNode state() throws IOException {
        return JSON.readTree(Files.readString(folder.resolve("run/world.json")));
    }

    String baseUrl() throws IOException {
        return "http://127.0.0.1:" + state().get("gatewayPort").asInt() + "/v1";
    }

    String bootstrapServers() throws IOException {
        return state().get("bootstrapServers").asText();
    }

    JsonNode process(String name) throws IOException {
        for (JsonNode child : state().get("children"))
            if (child.get("name").asText().equals(name)) return child;
        throw new AssertionError("no process " + name + " in " + state());
    }

    /** SIGKILL. */
    void kill(String name) throws IOException {
        ProcessHandle.of(process(name).get("pid").asLong()).orElseThrow().destroyForcibly();
    }

    List<Long> pids() throws IOException {
        var pids = new ArrayList<Long>();
        pids.add(state().get("supervisorPid").asLong());
        state().get("children").forEach(child -> pids.add(child.get("pid").asLong()));
        return pids;
    }

    /** The ends of all logs: what a failed test is understood by. */
    String logs() throws IOException {
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
    public void close() throws IOException {
        try {
            launch(Map.of(), "down");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Zombies do not count: in a container nobody may collect the dead. */
    static boolean isAlive(long pid) {
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
