package io.parlance.local.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor as a process with a real broker; small stand-ins take the services' places. */
class WorldTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path root;

    private WorldFolder folder;
    private WorldLauncher launcher;

    @BeforeEach
    void packageServices() throws IOException {
        FakeService.packageAll(root);
        folder = new WorldFolder(root.resolve("data"));
        launcher = new WorldLauncher(folder);
    }

    @AfterEach
    void stopEverything() {
        launcher.stop();
    }

    @Test
    void keepsItsProcessesRunningAndLeavesNoneBehind() throws Exception {
        // Given
        WorldState world = launcher.start(settings(0), PATIENCE, WorldState::ready, state -> {});
        assertThat(world.children())
                .extracting(ChildState::name)
                .containsExactly("broker", "ingest", "preprocess", "trainer", "evaluator", "inference");
        assertThat(get(world, "/v1/conversations").body())
                .isEqualTo("ingest %s %s"
                        .formatted(world.bootstrapServers(), folder.artifacts().toUri()));

        // When: SIGKILL for the broker and a service
        kill(world.child("broker").orElseThrow());
        kill(world.child("trainer").orElseThrow());

        // Then
        await(() -> restartedAndReady("broker") && restartedAndReady("trainer"));
        WorldState later = launcher.running().orElseThrow();
        assertThat(later.bootstrapServers()).isEqualTo(world.bootstrapServers());
        assertThat(later.child("trainer").orElseThrow().lastEnd()).contains("SIGKILL");
        assertThat(later.child("ingest").orElseThrow().restarts()).isZero();

        // When
        Set<Long> pids = pids(later);
        assertThat(launcher.stop()).isTrue();

        // Then
        assertThat(pids).noneMatch(WorldTest::alive);
        assertThat(launcher.running()).isEmpty();
        assertThat(launcher.stop()).isFalse();
    }

    @Test
    void endsWhatAKilledSupervisorLeftAndGoesOn() throws Exception {
        // Given
        WorldState first = launcher.start(settings(0), PATIENCE, WorldState::ready, state -> {});
        Set<Long> services = first.children().stream()
                .filter(child -> !child.name().equals("broker"))
                .map(ChildState::pid)
                .collect(Collectors.toSet());
        ProcessHandle.of(first.supervisorPid()).orElseThrow().destroyForcibly();
        await(() -> launcher.running().isEmpty());
        assertThat(services).allMatch(WorldTest::alive);

        // When
        WorldState second = launcher.start(settings(0), PATIENCE, WorldState::ready, state -> {});

        // Then
        assertThat(services).noneMatch(WorldTest::alive);
        assertThat(second.supervisorPid()).isNotEqualTo(first.supervisorPid());
        assertThat(second.ready()).isTrue();
    }

    @Test
    void namesThePortThatAnotherWorldHas() throws Exception {
        // Given
        WorldState world = launcher.start(settings(0), PATIENCE, WorldState::ready, state -> {});
        var other = new WorldLauncher(new WorldFolder(root.resolve("other")));
        var conflicting = new WorldSettings(
                root,
                new WorldFolder(root.resolve("other")),
                world.gatewayPort(),
                0,
                Optional.empty(),
                false,
                Optional.empty());

        // When, Then
        assertThatThrownBy(() -> other.start(conflicting, PATIENCE, WorldState::ready, state -> {}))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("Port " + world.gatewayPort())
                .hasMessageContaining(folder.data().toString())
                .hasMessageContaining("--port");
        assertThat(other.running()).isEmpty();
    }

    @Test
    void usesAnExistingClusterAndNamesAMissingNativeExecutable() throws Exception {
        // Given
        var foreign = new WorldSettings(
                root,
                folder,
                0,
                0,
                Optional.of(io.parlance.broker.TestBroker.bootstrapServers()),
                false,
                Optional.empty());
        var nativeOne = new WorldSettings(root, folder, 0, 0, Optional.empty(), true, Optional.empty());

        // When, Then
        assertThatThrownBy(() -> launcher.start(nativeOne, PATIENCE, WorldState::ready, state -> {}))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("./parlance native");
        WorldState world = launcher.start(foreign, PATIENCE, WorldState::ready, state -> {});
        assertThat(world.child("broker")).isEmpty();
        assertThat(get(world, "/v1/models").body()).contains(io.parlance.broker.TestBroker.bootstrapServers());
    }

    @Test
    void startsOnlyTheServicesThatAreNamed() throws Exception {
        // Given
        var two = new WorldSettings(
                root,
                folder,
                0,
                0,
                Optional.of(io.parlance.broker.TestBroker.bootstrapServers()),
                false,
                Optional.empty(),
                List.of(Service.PREPROCESS, Service.INGEST));

        // When
        WorldState world = launcher.start(two, PATIENCE, WorldState::ready, state -> {});

        // Then
        assertThat(world.children()).extracting(ChildState::name).containsExactly("ingest", "preprocess");
        assertThat(get(world, "/v1/models").statusCode()).isEqualTo(503);
    }

    private WorldSettings settings(int port) {
        return new WorldSettings(root, folder, port, 0, Optional.empty(), false, Optional.empty());
    }

    private boolean restartedAndReady(String name) {
        return launcher.running()
                .flatMap(state -> state.child(name))
                .filter(child -> child.restarts() == 1 && child.condition() == ChildState.Condition.READY)
                .isPresent();
    }

    private static Set<Long> pids(WorldState world) {
        Set<Long> pids = world.children().stream().map(ChildState::pid).collect(Collectors.toSet());
        pids.add(world.supervisorPid());
        return pids;
    }

    private static boolean alive(long pid) {
        // A zombie is dead: its parent, the test's own JVM or the container's first process, collects it later.
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() && !isZombie(pid);
    }

    private static boolean isZombie(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException notLinuxOrCollectedMeanwhile) {
            return Files.isDirectory(Path.of("/proc/self"));
        }
    }

    private static void kill(ChildState child) {
        ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();
    }

    private static HttpResponse<String> get(WorldState world, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.gatewayPort() + path))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.sleep(100);
        }
    }
}
