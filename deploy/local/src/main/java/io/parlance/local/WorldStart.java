package io.parlance.local;

import io.parlance.local.console.Screen;
import io.parlance.local.console.Spans;
import io.parlance.local.world.ChildState;
import io.parlance.local.world.ChildState.Condition;
import io.parlance.local.world.WorldLauncher;
import io.parlance.local.world.WorldSettings;
import io.parlance.local.world.WorldState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Starts a world, or finds it running, and shows how it comes up. */
final class WorldStart {
    private final WorldOptions options;
    private final Screen screen;
    private boolean startedHere;
    private final long begun = System.nanoTime();
    private final Map<String, Integer> restartsShown = new HashMap<>();
    private final Map<String, String> missingShown = new HashMap<>();
    private final Map<String, Condition> shown = new HashMap<>();

    WorldStart(WorldOptions options, Screen screen) {
        this.options = options;
        this.screen = screen;
    }

    /** @param until what is waited for @throws WorldException when it does not come up */
    WorldState begin(Duration patience, Predicate<WorldState> until) {
        WorldLauncher launcher = options.folder().launcher();
        WorldSettings settings = options.settings();
        Optional<WorldState> running = launcher.running();
        if (running.isEmpty()) {
            startedHere = true;
            return launcher.start(settings, patience, until, this::show);
        }
        WorldState world = running.get();
        if (!startedHere) {
            startedHere = true;
            screen.line("   Parlance is already up (process %d).", world.supervisorPid());
            if (settings.port() != 0 && settings.port() != world.gatewayPort())
                screen.line(
                        "   It listens on port %d; the other port takes effect after ./parlance down.",
                        world.gatewayPort());
        }
        if (until.test(world)) return world;
        return launcher.await(world.supervisorPid(), patience, until, this::show);
    }

    /** Says what has changed since the last call. */
    void show(WorldState world) {
        for (ChildState child : world.children()) {
            int restarts = child.restarts();
            if (restarts > restartsShown.getOrDefault(child.name(), 0) && child.lastEnd() != null) {
                restartsShown.put(child.name(), restarts);
                screen.line("   %-11s %s; started again (%d)", child.name(), child.lastEnd(), restarts);
            }
            if (!child.missing().isEmpty() && !child.missing().equals(missingShown.put(child.name(), child.missing())))
                screen.line("   %-11s %s", child.name(), child.missing());
            if (child.condition() == Condition.READY && shown.put(child.name(), Condition.READY) != Condition.READY)
                screen.line(
                        "   %-11s ready after %s", child.name(), Spans.of(Duration.ofNanos(System.nanoTime() - begun)));
        }
        String missing = world.children().stream()
                .filter(child -> child.condition() != Condition.READY)
                .map(ChildState::name)
                .collect(Collectors.joining(", "));
        screen.status("   waiting for %s (%s)"
                .formatted(
                        missing.isEmpty() ? "the broker" : missing,
                        Spans.of(Duration.ofNanos(System.nanoTime() - begun))));
    }
}
