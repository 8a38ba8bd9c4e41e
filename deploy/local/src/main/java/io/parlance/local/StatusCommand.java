package io.parlance.local;

import io.parlance.local.console.Screen;
import io.parlance.local.console.Spans;
import io.parlance.local.console.Table;
import io.parlance.local.topics.WorldFacts;
import io.parlance.local.world.ChildState;
import io.parlance.local.world.WorldState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "status", description = "Show the processes, what went through the topics, and the model that serves.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private FolderOptions options;

    @Override
    public Integer call() {
        Screen screen = Screen.ofThisProcess();
        Optional<WorldState> running = options.launcher().running();
        if (running.isEmpty()) {
            screen.line(
                    "Parlance does not run with the data in %s.",
                    options.folder().data());
            return 3;
        }
        WorldState world = running.get();
        showProcesses(screen, world);
        screen.line("");
        screen.line("base URL  %s", world.baseUrl());
        screen.line("Kafka     %s%s", world.bootstrapServers(), world.ownBroker() ? "" : " (an existing cluster)");
        screen.line("data      %s", world.dataFolder());
        showTopics(screen, world);
        return world.ready() ? 0 : 1;
    }

    private static void showProcesses(Screen screen, WorldState world) {
        var table = new Table("process", "pid", "port", "health", "memory", "restarts");
        OptionalLong own = residentBytes(world.supervisorPid());
        table.row(
                "supervisor",
                world.supervisorPid(),
                world.gatewayPort(),
                world.phase().name().toLowerCase(Locale.ROOT),
                memory(own),
                "0");
        long total = own.orElse(0);
        for (ChildState child : world.children()) {
            OptionalLong resident = child.pid() == 0 ? OptionalLong.empty() : residentBytes(child.pid());
            total += resident.orElse(0);
            table.row(
                    child.name(),
                    child.pid() == 0 ? "-" : child.pid(),
                    child.port(),
                    child.condition().name().toLowerCase(Locale.ROOT),
                    memory(resident),
                    child.restarts());
        }
        if (total > 0) table.row("total", "", "", "", Spans.bytes(total), "");
        table.lines().forEach(screen::line);
        for (ChildState child : world.children())
            if (!child.missing().isEmpty()) screen.line("%s: %s", child.name(), child.missing());
        for (ChildState child : world.children())
            if (child.lastEnd() != null) screen.line("%s: last end: %s", child.name(), child.lastEnd());
    }

    private static void showTopics(Screen screen, WorldState world) {
        try {
            WorldFacts facts = WorldFacts.read(world.bootstrapServers());
            screen.line("base      %s", facts.base().orElse("not imported yet"));
            screen.line("serving   %s", facts.serving().orElse("nothing yet"));
            screen.line("");
            var table = new Table("topic", "records");
            facts.counts().forEach((topic, count) -> table.row(topic, count));
            table.lines().forEach(screen::line);
        } catch (KafkaException away) {
            screen.line("topics    the broker does not answer: %s", away.getMessage());
        }
    }

    private static String memory(OptionalLong resident) {
        return resident.isPresent() ? Spans.bytes(resident.getAsLong()) : "-";
    }

    /** Resident memory where the system tells it (Linux). */
    private static OptionalLong residentBytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status")))
                if (line.startsWith("VmRSS:"))
                    return OptionalLong.of(Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024);
        } catch (IOException notLinuxOrGone) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }
}
