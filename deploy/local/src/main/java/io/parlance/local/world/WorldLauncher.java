package io.parlance.local.world;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Starts and stops a world from outside: the supervisor is a process of its own that outlives the command. */
public final class WorldLauncher {
    private static final Duration TO_STOP = Duration.ofSeconds(60);

    private static final int MANY_RESTARTS = 5;

    private final WorldFolder folder;

    public WorldLauncher(WorldFolder folder) {
        this.folder = folder;
    }

    /** The state of the world, when its supervisor lives. */
    public Optional<WorldState> running() {
        return folder.supervisorPid().living().flatMap(supervisor -> WorldState.read(folder)
                .filter(state -> state.supervisorPid() == supervisor.pid()));
    }

    /**
     * Starts a supervisor and waits.
     *
     * @param until what is waited for
     * @param watcher hears how it is, several times a second
     * @throws WorldException when it does not come up; the message says why
     */
    public WorldState start(
            WorldSettings settings, Duration patience, Predicate<WorldState> until, Consumer<WorldState> watcher) {
        return await(launch(settings).pid(), patience, until, watcher);
    }

    /** Waits for the world that this supervisor runs. */
    public WorldState await(
            long supervisorPid, Duration patience, Predicate<WorldState> until, Consumer<WorldState> watcher) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            boolean alive =
                    ProcessHandle.of(supervisorPid).map(ProcessHandle::isAlive).orElse(false);
            Optional<WorldState> state = WorldState.read(folder).filter(read -> read.supervisorPid() == supervisorPid);
            state.ifPresent(watcher);
            if (state.isPresent() && until.test(state.get())) return state.get();
            state.flatMap(WorldLauncher::hopeless).ifPresent(reason -> {
                throw new WorldException(reason);
            });
            if (!alive) throw new WorldException(reasonOfEnd(state));
            sleep(Duration.ofMillis(200));
        }
        throw new WorldException(
                "Not everything was ready within %d s; ./parlance status shows what is missing, ./parlance logs why."
                        .formatted(patience.toSeconds()));
    }

    /** A process that has ended again and again since the world began will hardly come up by waiting. */
    private static Optional<String> hopeless(WorldState state) {
        return state.children().stream()
                .filter(child -> child.restarts() >= MANY_RESTARTS && child.condition() == ChildState.Condition.WAITING)
                .findFirst()
                .map(child -> ("The %s process has ended %d times; the last time it %s.%nIt is tried again and again;"
                                + " ./parlance logs %1$s says more, ./parlance down stops everything.")
                        .formatted(child.name(), child.restarts() + 1, child.lastEnd()));
    }

    private String reasonOfEnd(Optional<WorldState> state) {
        String failure = state.map(WorldState::failure).orElse(null);
        if (failure != null) return failure;
        if (folder.supervisorPid().living().isPresent())
            return "Another command is starting a world with the data in %s.".formatted(folder.data());
        return "The supervisor ended; its last words are in %s.".formatted(folder.log("supervisor"));
    }

    private Process launch(WorldSettings settings) {
        try {
            Files.createDirectories(folder.logs());
            var builder = new ProcessBuilder(command(settings))
                    .redirectErrorStream(true)
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(Redirect.appendTo(folder.log("supervisor").toFile()));
            builder.environment().put("MALLOC_ARENA_MAX", "2");
            return builder.start();
        } catch (IOException e) {
            throw new WorldException("The supervisor cannot be started: " + e.getMessage(), e);
        }
    }

    private static List<String> command(WorldSettings settings) {
        var command = new ArrayList<String>();
        // A session of its own: what the terminal does to this command (Ctrl-C, closing) does not reach it.
        Path setsid = Path.of("/usr/bin/setsid");
        if (Files.isExecutable(setsid)) command.add(setsid.toString());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-Xms16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        String libraries = System.getProperty("parlance.broker.libs");
        if (libraries != null) command.add("-Dparlance.broker.libs=" + libraries);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.parlance.local.Main", "supervise"));
        command.addAll(List.of("--data-dir", settings.folder().data().toString()));
        command.addAll(List.of("--root", settings.root().toString()));
        command.addAll(List.of("--port", Integer.toString(settings.port())));
        command.addAll(List.of("--broker-port", Integer.toString(settings.brokerPort())));
        settings.cluster().ifPresent(servers -> command.addAll(List.of("--cluster", servers)));
        settings.baseModel().ifPresent(reference -> command.addAll(List.of("--base", reference)));
        if (settings.nativeInference()) command.add("--native");
        command.add("--services");
        command.add(settings.services().stream().map(Service::title).collect(Collectors.joining(",")));
        return command;
    }

    /** Stops the world, and what a killed supervisor left behind. @return whether there was anything to stop */
    public boolean stop() {
        boolean supervised = folder.supervisorPid().end(TO_STOP);
        List<String> orphans = Supervisor.endOrphans(folder);
        return supervised || !orphans.isEmpty();
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorldException("Interrupted while waiting", e);
        }
    }
}
