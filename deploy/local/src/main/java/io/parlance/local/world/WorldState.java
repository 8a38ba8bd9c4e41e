package io.parlance.local.world;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What the supervisor says about its world, for the other commands; rewritten at every change.
 *
 * @param product always {@code parlance}: tells our gateway from somebody else's server
 * @param failure why the world could not start, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record WorldState(
        String product,
        String dataFolder,
        long supervisorPid,
        Phase phase,
        String failure,
        int gatewayPort,
        String bootstrapServers,
        boolean ownBroker,
        boolean nativeInference,
        List<ChildState> children) {
    public static final String PRODUCT = "parlance";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The life of a world. */
    public enum Phase {
        STARTING,
        RUNNING,
        STOPPING,
        FAILED
    }

    public WorldState {
        children = List.copyOf(children);
    }

    /** The one setting an OpenAI client needs. */
    public String baseUrl() {
        return "http://localhost:" + gatewayPort + "/v1";
    }

    public Optional<ChildState> child(String name) {
        return children.stream().filter(child -> child.name().equals(name)).findFirst();
    }

    /** All processes answer and say that they are ready. */
    public boolean ready() {
        return phase == Phase.RUNNING
                && children.stream().allMatch(child -> child.condition() == ChildState.Condition.READY);
    }

    /** The broker answers and the topics are there. */
    public boolean topicsReady() {
        return phase == Phase.RUNNING;
    }

    public String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, json());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The state last written in a folder; nothing when none was, or when it cannot be read. */
    public static Optional<WorldState> read(WorldFolder folder) {
        try {
            if (Files.notExists(folder.state())) return Optional.empty();
            return Optional.of(parse(Files.readString(folder.state())));
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    public static WorldState parse(String json) throws IOException {
        return JSON.readValue(json, WorldState.class);
    }
}
